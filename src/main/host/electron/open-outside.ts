import { domainToUnicode } from 'node:url';
import type { ElectronApi } from './api';
import type { HostTexts } from './texts';

/** Anything else can start a program on some system: file, smb, ms-msdt, search-ms … (CVE-2023-46116). */
const ALLOWED = new Set(['http:', 'https:', 'mailto:']);
/** Browsers cut longer ones, and nobody can read them in a dialog. */
const MAX_LENGTH = 8192;

/** The address if it may be opened outside at all: parsed here, whatever a page thought of it. */
export function outsideUrl(text: string): URL | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!ALLOWED.has(url.protocol)) return null;
  // `https://your-bank.example@evil.example/` is a trick or a password; neither is to be passed on.
  return url.username === '' && url.password === '' ? url : null;
}

/** Asks before it opens a web or mail address in the person's own browser; one question at a time. */
export class OutsideLinks {
  #asking = false;

  constructor(
    private readonly api: Pick<ElectronApi, 'dialog' | 'shell' | 'BrowserWindow'>,
    /** In the language of now. */
    private readonly texts: () => HostTexts,
  ) {}

  /** @returns whether it was opened. */
  async open(text: string): Promise<boolean> {
    const url = outsideUrl(text);
    if (url === null || this.#asking) return false;
    this.#asking = true;
    try {
      if (!(await this.#confirm(url))) return false;
      await this.api.shell.openExternal(url.href);
      return true;
    } finally {
      this.#asking = false;
    }
  }

  async #confirm(url: URL): Promise<boolean> {
    const unicode = domainToUnicode(url.hostname);
    const texts = this.texts();
    const question = {
      type: 'question' as const,
      message: url.protocol === 'mailto:' ? texts.openMail : texts.openWeb(url.hostname),
      // The name as it is written in its own script helps to read it; the ASCII one tells look-alikes apart.
      detail: unicode !== '' && unicode !== url.hostname ? `${unicode}\n${url.href}` : url.href,
      buttons: [texts.open, texts.cancel],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    const window = this.api.BrowserWindow.getFocusedWindow();
    const { response } =
      window === null
        ? await this.api.dialog.showMessageBox(question)
        : await this.api.dialog.showMessageBox(window, question);
    return response === 0;
  }
}

/**
 * Opens a provider's sign-in page without asking: the engine made the address, and the person has just pressed the
 * button for it. @returns false for anything but a web page over https.
 */
export async function openSignInPage({ shell }: Pick<ElectronApi, 'shell'>, text: string): Promise<boolean> {
  const url = outsideUrl(text);
  if (url?.protocol !== 'https:') return false;
  await shell.openExternal(url.href);
  return true;
}

/** Opens a file with the program the system has for it. @throws Error with the system's words when that fails. */
export async function openFileOutside({ shell }: Pick<ElectronApi, 'shell'>, path: string): Promise<void> {
  // A NUL ends the path for the system and not for the checks before it (CVE-2026-70603).
  if (path.includes('\0')) throw new Error('a path cannot contain NUL');
  const problem = await shell.openPath(path);
  if (problem !== '') throw new Error(problem);
}
