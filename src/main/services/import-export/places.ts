import type { Place, PlacePurpose } from '@shared/contract/import-export';
import { MailError } from '@shared/errors/mail-error';
import type { Crypto } from '@shared/ports/crypto';
import type { Files } from '@shared/ports/files';
import { hex } from '@shared/util/hex';

/** Places of one session; the oldest are forgotten first. */
const MAX_PLACES = 1000;

/**
 * Paths that people chose, behind tokens: a page can only name what somebody has pointed at (security.md §3: IPC), and
 * only for what it was chosen for.
 */
export class Places {
  readonly #paths = new Map<string, { readonly path: string; readonly purpose: PlacePurpose }>();

  constructor(
    private readonly files: Pick<Files, 'stat'>,
    private readonly crypto: Pick<Crypto, 'randomBytes'>,
  ) {}

  /** @throws MailError `no-such-place`, `not-a-folder`. */
  async offer(named: string, purpose: PlacePurpose): Promise<Place> {
    const path = named.replace(/(?<=.)\/+$/, '');
    // A relative path would mean what the program's folder happens to be.
    const absolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
    const stat = absolute ? await this.files.stat(path).catch(() => null) : null;
    const parent = absolute && !stat ? await this.files.stat(parentOf(path)).catch(() => null) : null;
    const makes = purpose === 'export' || purpose === 'backup';
    if (!stat && !(makes && parent?.kind === 'folder')) {
      throw refused('no-such-place', 'There is no such file or folder', path);
    }
    if (stat?.kind === 'file' && purpose !== 'import-file' && purpose !== 'import-folder') {
      throw refused('not-a-folder', 'This is a file, not a folder', path);
    }
    const token = hex(this.crypto.randomBytes(16));
    this.#paths.set(token, { path, purpose });
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= MAX_PLACES) break;
      this.#paths.delete(oldest);
    }
    return { token, name: path };
  }

  /** @throws MailError `no-such-place` when the token is unknown or was chosen for something else. */
  path(token: string, ...purposes: readonly PlacePurpose[]): string {
    const place = this.#paths.get(token);
    if (place && purposes.includes(place.purpose)) return place.path;
    throw refused('no-such-place', 'This place was not chosen, or too long ago', '');
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

const refused = (code: string, message: string, path: string): MailError =>
  new MailError({ kind: 'refused', code, message, details: { path } });
