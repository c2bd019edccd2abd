import type { MailboxId } from '@shared/model/ids';
import { parseHeaders } from '../../mime/parse-headers';
import { type MboxDialect, readMbox } from './mbox';

export interface ImportedLetter {
  readonly bytes: Uint8Array;
  /** IMAP flag names. */
  readonly flags: readonly string[];
}

/** Where imported mail goes: the vault, or the queue of an account on a server. */
export interface ImportTarget {
  /** Keeps letters; durable when it resolves. @returns how many were not there already. */
  add(mailbox: MailboxId, letters: readonly ImportedLetter[]): Promise<number>;
}

export interface ImportReport {
  /** Messages found. */
  readonly found: number;
  readonly imported: number;
  /** Were in the mailbox already, byte for byte: an import that was broken off can simply be begun again. */
  readonly already: number;
  /** What was not understood, by place in the file from 1. */
  readonly problems: readonly { readonly message: number; readonly code: ImportProblem }[];
}

/** `not-a-message`: no header; `too-large`: cut; `deleted`: the other program had marked it as deleted. */
export type ImportProblem = 'not-a-message' | 'too-large' | 'deleted';

export interface ImportOptions {
  readonly file: AsyncIterable<Uint8Array>;
  readonly format: 'eml' | MboxDialect;
  readonly mailbox: MailboxId;
  readonly target: ImportTarget;
  /** Octets read so far. */
  onProgress?(octets: number, imported: number): void;
  readonly signal?: AbortSignal;
}

const BATCH_OCTETS = 4 * 1024 * 1024;
const BATCH_LETTERS = 256;
/** A report is for people; a file that is no mailbox at all need not be listed line by line. */
const MAX_PROBLEMS = 1000;

/**
 * Reads a message or a mailbox file into a mailbox.
 * @throws VaultError when the disk is full; the signal's reason when it was broken off. What was added stays.
 */
export async function importMail(options: ImportOptions): Promise<ImportReport> {
  const { format, mailbox, target, signal } = options;
  const problems: { message: number; code: ImportProblem }[] = [];
  let found = 0;
  let imported = 0;
  let added = 0;
  let octets = 0;
  let batch: ImportedLetter[] = [];
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of options.file) {
      signal?.throwIfAborted();
      octets += piece.length;
      yield piece;
    }
  }
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    added += await target.add(mailbox, batch);
    imported += batch.length;
    batch = [];
    size = 0;
    options.onProgress?.(octets, imported);
  };
  const messages = format === 'eml' ? single(counted()) : readMbox(counted(), format);
  for await (const { bytes, cut } of messages) {
    signal?.throwIfAborted();
    found += 1;
    const judged = judge(bytes, cut);
    if (typeof judged === 'string') {
      if (problems.length < MAX_PROBLEMS) problems.push({ message: found, code: judged });
      continue;
    }
    batch.push({ bytes, flags: judged });
    size += bytes.length;
    if (size >= BATCH_OCTETS || batch.length >= BATCH_LETTERS) await flush();
  }
  await flush();
  return { found, imported: added, already: imported - added, problems };
}

async function* single(file: AsyncIterable<Uint8Array>): AsyncGenerator<{ bytes: Uint8Array; cut: boolean }> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file) pieces.push(piece);
  yield { bytes: Buffer.concat(pieces), cut: false };
}

/** The flags that the other program left in the header, or why the message stays out. */
function judge(bytes: Uint8Array, cut: boolean): string[] | ImportProblem {
  if (cut) return 'too-large';
  const headers = parseHeaders(bytes);
  if (headers.list.length === 0) return 'not-a-message';
  const flags = new Set<string>();
  const status = `${headers.first('status')}${headers.first('x-status')}`;
  for (const [letter, flag] of [
    ['R', '\\Seen'],
    ['A', '\\Answered'],
    ['F', '\\Flagged'],
    ['T', '\\Draft'],
  ] as const) {
    if (status.includes(letter)) flags.add(flag);
  }
  // Thunderbird: hexadecimal bits.
  const mozilla = Number.parseInt(headers.first('x-mozilla-status') || '0', 16);
  if ((mozilla & 0x0008) !== 0) return 'deleted';
  for (const [bit, flag] of [
    [0x0001, '\\Seen'],
    [0x0002, '\\Answered'],
    [0x0004, '\\Flagged'],
    [0x1000, '$Forwarded'],
  ] as const) {
    if ((mozilla & bit) !== 0) flags.add(flag);
  }
  return [...flags];
}
