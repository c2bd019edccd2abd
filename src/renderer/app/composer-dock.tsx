/** Messages being written, docked over the lower end of the window. */
export function ComposerDock() {
  return null;
}
