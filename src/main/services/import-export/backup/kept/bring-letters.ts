import type { Draft, DraftContent } from '@shared/contract/compose';
import type { JournalRecord } from '@shared/ports/vault';
import { leftListKey } from '@shared/util/list-unsubscribe';
import type { StoredMail } from '../../../../outbox/item';
import { isSame } from '../../../draft-book';
import type { BringContext } from './bring-back';

/** Records of one unit: what went out in ten years is written in pieces. */
const UNIT = 1000;

/** What was written and what went out: drafts with their versions, letters on their way, and what nothing on a server says. */
export async function bringLetters(context: BringContext): Promise<void> {
  // First what went out, so that nothing of it can go again.
  await bringSent(context);
  await bringAnswers(context);
  await bringMuted(context);
  await bringSnoozed(context);
  await bringLeftLists(context);
  await bringDrafts(context);
  await bringOutbox(context);
}

async function bringSent({ engine, names, signal, of, count }: BringContext): Promise<void> {
  const { ledger } = engine.outbox;
  const records: JournalRecord[] = [];
  for (const { value } of of('sent')) {
    const account = names.account(value.account);
    if (account === null) continue;
    for (const [messageId, at] of Object.entries(value.at)) {
      const known = ledger.latest(messageId) !== undefined;
      if (!known) records.push(ledger.put(messageId, { at, account }));
      count('sent', !known);
    }
  }
  for (let from = 0; from < records.length; from += UNIT) {
    signal.throwIfAborted();
    await engine.parts.vault.appendAll(records.slice(from, from + UNIT));
  }
}

async function bringAnswers({ engine, names, of, count }: BringContext): Promise<void> {
  for (const { id, value } of of('answer')) {
    const key = eventKey(id);
    const account = key && names.account(key.account);
    if (!key || !account) continue;
    const here = JSON.stringify([account, ...key.event]);
    const known = engine.given.table.latest(here) !== undefined;
    count('answer', !known);
    if (!known) await engine.parts.vault.appendAll([engine.given.table.put(here, { ...value, account })]);
  }
}

/** The account and the rest of the key under which an answer is kept. */
function eventKey(
  id: string,
): { account: Parameters<BringContext['names']['account']>[0]; event: string[] } | null {
  try {
    const parts: unknown = JSON.parse(id);
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
    const [account = '', ...event] = parts;
    return event.length === 2 ? { account: account as never, event } : null;
  } catch {
    return null;
  }
}

async function bringMuted({ engine, names, of, count }: BringContext): Promise<void> {
  const { mutes } = engine.automatic;
  for (const { value } of of('muted')) {
    const account = names.account(value.account);
    if (account === null) continue;
    const known = mutes.table.latest(value.id) !== undefined || mutes.find(account, value.ids) !== null;
    count('muted', !known);
    if (!known) await engine.parts.vault.appendAll([...mutes.mute({ ...value, account }).records]);
  }
}

async function bringSnoozed({ engine, names, of, count }: BringContext): Promise<void> {
  const { book } = engine.snooze;
  for (const { value } of of('snoozed')) {
    const account = names.account(value.account);
    if (account === null) continue;
    // What was done here since counts.
    const known = book.latest(account, value.idHash) !== null;
    count('snoozed', !known);
    if (!known) await engine.parts.vault.appendAll([book.put({ ...value, account })]);
  }
}

async function bringLeftLists({ engine, names, of, count }: BringContext): Promise<void> {
  const left = of('left-list').flatMap(({ value }) => {
    const account = names.account(value.account);
    return account === null ? [] : [{ key: leftListKey(account, value.list), at: value.at, how: value.how }];
  });
  if (left.length === 0) return;
  await engine.settings.change(({ leftLists }) => {
    const all = { ...leftLists };
    for (const { key, at, how } of left) {
      count('left-list', all[key] === undefined);
      all[key] ??= { at, how };
    }
    return { leftLists: all };
  });
}

/** A letter as it refers to what is here. Null: its account is not. */
function contentHere({ names }: BringContext, content: DraftContent): DraftContent | null {
  const account = names.account(content.account);
  if (account === null) return null;
  const { relates } = content;
  const mailbox = relates && names.mailbox(relates.ref.mailbox);
  return {
    ...content,
    account,
    identity: names.identity(content.account, content.identity),
    relates: relates && mailbox ? { ...relates, ref: { ...relates.ref, mailbox } } : null,
  };
}

/** The same without the files that the backup does not have whole: those have been told. */
async function withFiles(context: BringContext, content: DraftContent): Promise<DraftContent> {
  const attachments: DraftContent['attachments'] = [];
  for (const one of content.attachments)
    if (await context.file(one.blob, `${content.subject} · ${one.name}`)) attachments.push(one);
  return { ...content, attachments };
}

async function bringDrafts(context: BringContext): Promise<void> {
  const { engine, names, signal } = context;
  const { drafts, copies, parts } = engine;
  for (const { value } of context.of('draft')) {
    signal.throwIfAborted();
    const here = async (draft: Draft): Promise<Draft | null> => {
      const content = contentHere(context, draft.content);
      return content && { ...draft, content: await withFiles(context, content) };
    };
    const draft = await here(value.draft);
    if (!draft) continue;
    const versions: Draft[] = [];
    for (const version of value.versions) versions.push((await here(version)) ?? version);
    // Asked for in the turn in which it is written: somebody may write on it meanwhile.
    const now = drafts.table.latest(draft.id);
    const records = now ? beside(now, draft) : [drafts.table.put(draft.id, draft)];
    if (!now && versions.length > 0) records.push(drafts.history.put(draft.id, { versions }));
    const mailbox = value.copy && names.mailbox(value.copy.mailbox);
    if (!now && value.copy && mailbox && copies.table.latest(draft.id) === undefined) {
      records.push(
        copies.table.put(draft.id, {
          ...value.copy,
          copies: value.copy.copies.filter(({ adopted }) => !adopted),
          account: draft.content.account,
          mailbox,
          state: 'saved',
          reason: null,
          conflict: null,
          released: false,
        }),
      );
    }
    context.count('draft', records.length > 0);
    if (records.length > 0) await parts.vault.appendAll(records);
  }
  drafts.onChange?.();

  /** What is here stays; what the backup has of it is among its earlier versions, once. */
  function beside(now: Draft, saved: Draft): JournalRecord[] {
    const versions = drafts.history.latest(now.id)?.versions ?? [];
    if ([now, ...versions].some(({ content }) => isSame(content, saved.content))) return [];
    return [drafts.history.put(now.id, { versions: [saved, ...versions] })];
  }
}

async function bringOutbox(context: BringContext): Promise<void> {
  const { engine, names, signal } = context;
  for (const { value } of context.of('outbox')) {
    signal.throwIfAborted();
    const account = names.account(value.account);
    if (account === null) continue;
    const whole =
      (await context.file(value.blob, value.subject)) && (await context.file(value.filedBlob, value.subject));
    if (!whole) continue;
    const content = value.draft && contentHere(context, value.draft);
    const { marks, ...rest } = value;
    const marked = marks && names.mailbox(marks.ref.mailbox);
    const mail: StoredMail = {
      ...rest,
      account,
      draft: content && (await withFiles(context, content)),
      ...(marks && marked ? { marks: { ...marks, ref: { ...marks.ref, mailbox: marked } } } : {}),
    };
    context.count('outbox', await engine.outbox.bringBack(mail));
  }
}
