import type { AuditProgress, AuditReport, DifferenceKind, FolderAudit } from '@shared/contract/audit';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { accountGone } from '@shared/errors/account-gone';
import { auditMailbox } from '../../sync/audit-mailbox';
import { Priority } from '../../sync/job-queue';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { repairMailbox } from '../../sync/repair-mailbox';
import { UidSet } from '../../imap';
import type { Engine } from '../engine';

let turns = 0;

/** Compares one folder, or every folder of an account, with the server. @see auditMailbox */
export async function audit(
  engine: Engine,
  { run, account, mailbox }: { run: string; account: AccountId; mailbox: MailboxId | null },
  signal: AbortSignal,
  tell: (progress: AuditProgress) => void,
): Promise<AuditReport> {
  const { clock } = engine.parts;
  if (!engine.runners.has(account)) throw accountGone();
  const began = clock.monotonic();
  const wanted = engine.registry
    .ofAccount(account)
    .filter((known) => (mailbox === null ? true : known.id === mailbox));
  const folders: FolderAudit[] = [];
  for (const [i, known] of wanted.entries()) {
    if (signal.aborted) break;
    const at = { run, folder: known.name, folderNumber: i + 1, folders: wanted.length };
    tell({ ...at, done: 0, total: 0 });
    folders.push(await auditFolder(engine, known, signal, (done, total) => tell({ ...at, done, total })));
  }
  return {
    folders,
    messages: folders.reduce((sum, folder) => sum + Math.max(folder.local, folder.server), 0),
    ms: Math.round(clock.monotonic() - began),
  };
}

async function auditFolder(
  engine: Engine,
  known: KnownMailbox,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<FolderAudit> {
  const { clock } = engine.parts;
  const began = clock.monotonic();
  const base = { account: known.account, mailbox: known.id, name: known.name };
  const nothing = { local: 0, server: 0, newer: 0, notFetched: 0, changedSince: 0, differences: [] };
  const took = (): number => Math.round(clock.monotonic() - began);
  if (known.local || engine.accounts.get(known.account)?.incoming.protocol === 'pop3') {
    const why = { code: 'local-only', server: '' };
    return { ...base, ...nothing, outcome: 'not-compared', why, ms: 0 };
  }
  // A name that only holds other folders has no messages to compare.
  if (!known.selectable) return { ...base, ...nothing, outcome: 'equal', why: null, ms: 0 };
  const runner = engine.runners.get(known.account);
  if (!runner) throw accountGone();
  try {
    const found = await auditMailbox(
      (work) => runner.request(`audit:${++turns}`, work, Priority.Backfill),
      known.id,
      signal,
      progress,
    );
    const outcome = found.differences.length === 0 ? 'equal' : 'different';
    return { ...base, ...found, outcome, why: null, ms: took() };
  } catch (error) {
    // One folder that can't be compared stops neither the others nor the account.
    if (!isMailError(error) || error.kind !== 'refused') throw error;
    const why = { code: error.code, server: error.server ?? '' };
    return { ...base, ...nothing, outcome: 'not-compared', why, ms: took() };
  }
}

/** Puts one difference right. @see repairMailbox */
export function repair(
  engine: Engine,
  { mailbox, kind, uids }: { mailbox: MailboxId; kind: DifferenceKind; uids: string },
): Promise<number> {
  const runner = engine.runnerOf(mailbox);
  const wanted = uids === '' ? UidSet.empty : UidSet.parse(uids);
  if (!runner || wanted === null)
    throw new MailError({ kind: 'refused', code: 'mailbox-gone', message: 'The mailbox is gone' });
  return runner.request(`repair:${++turns}`, (ctx) => repairMailbox(ctx, mailbox, kind, wanted));
}
