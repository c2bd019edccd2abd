import type { Opening } from '@shared/contract/desk';
import { readMailto } from '@shared/util/mailto';
import type { FileDesk } from './file-desk';
import type { HostFile } from './engine-host';

/** A person opens one thing at a time; a program that opens hundreds is not listened to. */
const MAX_WAITING = 20;

/** What the system handed over and no page has taken yet: Tern may just be starting. */
export class Openings {
  #waiting: Opening[] = [];

  /** @param onOpening hears that something can be taken. */
  constructor(
    private readonly files: Pick<FileDesk, 'accept'>,
    private readonly onOpening: () => void,
  ) {}

  /** @returns whether it was one. */
  address(url: string): boolean {
    const mailto = readMailto(url);
    if (mailto === null) return false;
    const { to, cc, bcc, subject, body } = mailto;
    this.#add({ kind: 'mailto', to: [...to], cc: [...cc], bcc: [...bcc], subject, body });
    return true;
  }

  async file(file: HostFile): Promise<void> {
    const { blob, size } = await this.files.accept({ name: file.name, type: file.type, stream: file.stream });
    this.#add({ kind: 'message-file', name: file.name, size, blob });
  }

  /** Everything that waits; it is the taker's now. */
  take(): Opening[] {
    return this.#waiting.splice(0);
  }

  #add(opening: Opening): void {
    this.#waiting = [...this.#waiting, opening].slice(-MAX_WAITING);
    this.onOpening();
  }
}
