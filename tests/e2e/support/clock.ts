/** A clock that is so far ahead, as the first thing a Node process runs. Timers take what they always take; its threads keep the true time. */
const ahead = (ms: number): string => `
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...parts) {
      if (parts.length === 0) super(Real.now() + ${ms});
      else super(...parts);
    }
    static now() {
      return Real.now() + ${ms};
    }
  };`;

/**
 * The environment of a host whose clock says `at` (ms since 1970) when it begins: people choose whole minutes, which no
 * test should sit through. It is Node's own option (`--import`); Tern has none by which its clock could be set.
 */
export const beginningAt = (at: number): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ahead(at - Date.now()))}`,
});

/** A whole minute that is not over before it has been chosen, ms since 1970, and as `datetime-local` writes it. */
export function soon(): { readonly at: number; readonly text: string } {
  const at = Math.ceil((Date.now() + 60_000) / 60_000) * 60_000;
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return { at, text: local.toISOString().slice(0, 16) };
}

/** So long before its time a host is started, ms: enough to look at what is not due yet, on a busy machine as well. */
export const BEFORE_IT = 20_000;
