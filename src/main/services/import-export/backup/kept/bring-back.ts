import type { KeptCount, KeptKind } from '@shared/contract/import-export';
import type { Crypto } from '@shared/ports/crypto';
import type { Files } from '@shared/ports/files';
import type { AccountId, BlobHash } from '@shared/model/ids';
import type { Engine } from '../../../engine';
import { type Kept, bringAccounts } from './bring-accounts';
import { bringLetters } from './bring-letters';
import { bringPersonal } from './bring-personal';
import { type KeptLine, readKept } from './lines';
import { KeptNames } from './names';
import type { KeptProblem } from './save';
import { isKeptKind, keptValues } from './values';
import { keptFile } from './verify';

export interface BringBack {
  readonly files: Files;
  readonly folder: string;
  readonly crypto: Pick<Crypto, 'sha256Hex'>;
  readonly signal: AbortSignal;
  readonly onProblem: (problem: KeptProblem) => void;
  /** Called with what is to begin only once the mail of the backup is here. */
  readonly afterMail: (start: () => void) => void;
}

/** What everything that brings back works with. */
export interface BringContext {
  readonly engine: Engine;
  readonly names: KeptNames;
  readonly signal: AbortSignal;
  /** Whether nobody had set up anything here before. */
  readonly fresh: boolean;
  /** The things of a kind, those that are gone left out. */
  readonly of: <K extends KeptKind>(kind: K) => readonly Kept<K>[];
  /** Puts a file of the backup into the vault. False: it is not whole; that has been told. */
  readonly file: (name: string, of: string) => Promise<boolean>;
  readonly problem: (which: string, code: string) => void;
  readonly count: (kind: KeptKind, done: boolean) => void;
}

/**
 * Brings back what a backup holds besides mail. What is here stays as it is; what is not is added, under the names that
 * it had, so that a rule finds its folder and an answer its letter. Nothing is sent: what was on its way is looked for in
 * Sent, and asked about. Passwords are asked for by whoever connects first. Done twice, it does nothing the second time.
 * @throws errors of `Files`, VaultError; the signal's reason. What was brought back by then stays.
 */
export async function bringBack(engine: Engine, options: BringBack): Promise<readonly KeptCount[]> {
  const { files, folder, crypto, signal, onProblem } = options;
  const kept = await readKept(files, folder, crypto);
  if (!kept) return [];
  if (!kept.whole) onProblem({ which: '', code: 'kept-damaged' });
  const counts = new Map<KeptKind, { done: number; already: number }>();
  const problem = (which: string, code: string): void => onProblem({ which, code });
  const things = readable(kept.lines, problem);
  const stored = new Map<string, boolean>();
  const context: BringContext = {
    engine,
    signal,
    fresh: engine.accounts.list().every(({ demo }) => demo),
    names: new KeptNames(engine),
    of: (kind) => things.get(kind) ?? [],
    problem,
    count: (kind, done) => {
      const count = counts.get(kind) ?? { done: 0, already: 0 };
      counts.set(kind, count);
      if (done) count.done += 1;
      else count.already += 1;
    },
    file: async (name, of) => {
      signal.throwIfAborted();
      const known = stored.get(name);
      if (known !== undefined) return known;
      const here = await engine.parts.vault.blobs.has(name as BlobHash);
      const bytes = await keptFile(files, folder, name, crypto);
      // Noted on the shelf also when the bytes are here: they may be somebody's who lets go of them.
      if (bytes) await engine.shelf.put(bytes);
      else if (!here) problem(of, 'kept-file-missing');
      stored.set(name, bytes !== null || here);
      return bytes !== null || here;
    },
  };
  const added: AccountId[] = [];
  try {
    await bringAccounts(context, (account) => added.push(account));
    await bringLetters(context);
    await bringPersonal(context);
  } finally {
    // Whatever ended it: an account that is here is looked after.
    for (const account of added) {
      if (engine.isPop3(account)) options.afterMail(() => engine.startRunner(account));
      else engine.startRunner(account);
    }
    // Letters that were on their way are looked for once there is a connection to ask.
    for (const { id } of engine.accounts.list()) engine.outbox.wake(id);
    engine.settingsChanged();
  }
  return [...counts].map(([kind, count]) => ({ kind, ...count }));
}

/** What is to be brought back, by kind, each as its schema has it. */
function readable(
  lines: readonly KeptLine[],
  problem: (which: string, code: string) => void,
): ReadonlyMap<KeptKind, readonly Kept<KeptKind>[]> {
  const things = new Map<KeptKind, Kept<KeptKind>[]>();
  for (const { kind, id, gone, value } of lines) {
    if (gone !== null) continue;
    const parsed = isKeptKind(kind) ? keptValues[kind].safeParse(value) : null;
    if (!isKeptKind(kind) || parsed?.success !== true) {
      problem(`${kind} ${id}`, 'kept-unknown');
      continue;
    }
    const list = things.get(kind) ?? [];
    things.set(kind, list);
    list.push({ id, value: parsed.data });
  }
  return things;
}
