import type { AccountTrace } from '@shared/contract/trust';
import type { AccountId } from '@shared/model/ids';
import type { TraceFiles } from '@shared/ports/trace-files';
import type { ImapClient, TraceLine } from '../../imap';

/** Connections of an account whose last lines are still there: the ones that are open, and those that just ended. */
const CONNECTIONS = 4;
/** Text that waits for the disk; a disk that is slower than the network loses lines, and says how many. */
const LARGEST_BACKLOG = 4 * 1024 * 1024;

interface Recording {
  backlog: string;
  dropped: number;
  writing: boolean;
  failed: boolean;
}

/**
 * The protocol traces of the accounts. Every connection keeps its last lines in memory anyway; a person who looks for
 * a fault can have all of them written to a file until Tern ends or they say stop. What is private was never in them
 * (`imap/session/redact.ts`).
 */
export class TraceDesk {
  readonly #clients = new Map<AccountId, { readonly client: ImapClient; readonly number: number }[]>();
  readonly #recordings = new Map<AccountId, Recording>();
  #connections = 0;

  constructor(private readonly files: TraceFiles) {}

  /** A connection begins. @returns what takes its lines while somebody wants them. */
  writer(account: AccountId): () => ((line: TraceLine) => void) | null {
    const number = ++this.#connections;
    const write = (line: TraceLine): void => this.#write(account, number, line);
    return () => (this.#recordings.has(account) ? write : null);
  }

  /** The connection is there: its last lines can be asked for, also when it has ended. */
  opened(account: AccountId, client: ImapClient): void {
    const list = this.#clients.get(account) ?? [];
    list.push({ client, number: this.#connections });
    while (list.length > CONNECTIONS) {
      const ended = list.findIndex((one) => one.client.closed !== null);
      list.splice(Math.max(0, ended), 1);
    }
    this.#clients.set(account, list);
  }

  of(account: AccountId): AccountTrace {
    const lines = (this.#clients.get(account) ?? []).flatMap(({ client, number }) =>
      client.traceLines().map((line) => ({ ...line, connection: number })),
    );
    const recording = this.#recordings.get(account);
    return {
      lines: lines.sort((a, b) => a.at - b.at),
      recording: recording !== undefined,
      file: recording === undefined ? null : this.files.place(account),
      failed: recording?.failed ?? false,
    };
  }

  record(account: AccountId, on: boolean): void {
    if (!on) this.#recordings.delete(account);
    else if (!this.#recordings.has(account))
      this.#recordings.set(account, { backlog: '', dropped: 0, writing: false, failed: false });
  }

  forget(account: AccountId): void {
    this.#recordings.delete(account);
    this.#clients.delete(account);
  }

  #write(account: AccountId, connection: number, line: TraceLine): void {
    const recording = this.#recordings.get(account);
    if (!recording || recording.failed) return;
    if (recording.backlog.length > LARGEST_BACKLOG) recording.dropped++;
    else recording.backlog += `${JSON.stringify({ connection, ...line })}\n`;
    if (!recording.writing) void this.#drain(account, recording);
  }

  async #drain(account: AccountId, recording: Recording): Promise<void> {
    recording.writing = true;
    try {
      while (recording.backlog !== '') {
        let { backlog } = recording;
        recording.backlog = '';
        if (recording.dropped > 0) {
          backlog += `${JSON.stringify({ direction: 'note', text: `${String(recording.dropped)} lines lost: the disk was too slow` })}\n`;
          recording.dropped = 0;
        }
        await this.files.append(account, backlog);
      }
    } catch {
      // A full disk must not cost more than the trace; `of` says that it ended.
      recording.failed = true;
      recording.backlog = '';
    }
    recording.writing = false;
  }
}
