/** Parts of the window that F6 goes through. Elements carry `data-region`. */
const ORDER = ['search', 'folders', 'list', 'reader', 'composer', 'status'] as const;
export type Region = (typeof ORDER)[number];

const FOCUSABLE =
  '[tabindex="0"], input, button:not([tabindex="-1"]), a[href], iframe, [contenteditable=true]';

const visible = (element: HTMLElement): boolean =>
  element.offsetParent !== null || element.getClientRects().length > 0;

/** Moves the focus into a region; says whether there was something to focus. */
export function focusRegion(region: Region): boolean {
  const root = document.querySelector<HTMLElement>(`[data-region="${region}"]`);
  if (!root || !visible(root)) return false;
  if (root.tabIndex >= 0 && region !== 'reader') {
    root.focus();
    if (root instanceof HTMLInputElement) root.select();
    return true;
  }
  const first =
    [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].find(visible) ??
    (root.tabIndex >= 0 ? root : undefined);
  first?.focus();
  return first !== undefined;
}

/** The next or previous region that is there. */
export function movePane(by: 1 | -1): void {
  const now = document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region'];
  const at = ORDER.findIndex((region) => region === now);
  for (let i = 1; i <= ORDER.length; i++) {
    const region = ORDER[(at + by * i + ORDER.length * 2) % ORDER.length];
    if (region && focusRegion(region)) return;
  }
}
