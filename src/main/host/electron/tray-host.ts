import { execFile } from 'node:child_process';

const ASK_MS = 2000;

/**
 * Whether a Linux desktop shows tray icons at all: somebody owns the name of the StatusNotifierItem specification. GNOME
 * without an extension has nobody. Null where the session's bus cannot be asked.
 */
export const hasTrayHost = (): Promise<boolean | null> =>
  new Promise((resolve) => {
    execFile(
      'gdbus',
      [
        ...['call', '--session', '--timeout', '1', '--dest', 'org.freedesktop.DBus'],
        ...['--object-path', '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.NameHasOwner'],
        'org.kde.StatusNotifierWatcher',
      ],
      { timeout: ASK_MS },
      (error, answer) => resolve(error === null ? answerOf(answer) : null),
    );
  });

/** What gdbus prints: `(true,)`. */
const answerOf = (printed: string): boolean | null =>
  ({ '(true,)': true, '(false,)': false })[printed.trim()] ?? null;
