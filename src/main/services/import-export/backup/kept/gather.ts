import type { AccountConfig } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import type { KeptKind } from '@shared/contract/import-export';
import { snoozeId } from '@shared/contract/snooze';
import { type AccountId, THIS_COMPUTER } from '@shared/model/ids';
import type { JsonValue } from '@shared/ports/vault';
import type { Engine } from '../../../engine';
import type { KeptValue } from './values';

/** A thing to be kept, and the blobs that it refers to. */
export interface KeptThing {
  readonly kind: KeptKind;
  readonly id: string;
  readonly value: JsonValue;
  readonly blobs: readonly string[];
}

/**
 * What belongs to an account (null: this computer), and what belongs to the person whatever account is saved: rules,
 * templates, saved searches, blocked and trusted senders, tags, settings. No secret is in it: those are in the secret store,
 * and a certificate that was accepted by hand is to be accepted again.
 */
export function gatherKept(engine: Engine, account: AccountId | null): KeptThing[] {
  const things: KeptThing[] = [];
  const add = <K extends KeptKind>(
    kind: K,
    id: string,
    value: KeptValue<K>,
    blobs: readonly string[] = [],
  ): void => {
    // As it is on the disk: what has no value there has none here.
    things.push({
      kind,
      id,
      value: JSON.parse(JSON.stringify(value)) as JsonValue,
      blobs: [...new Set(blobs)],
    });
  };
  const { policies } = engine.keeping;
  const config = account === null ? undefined : engine.accounts.get(account);
  // A demo account ends with the process that serves it.
  if (config && !config.demo) {
    const { id } = config;
    add(
      'account',
      id,
      { config: withoutPins(config), policy: policies.table.get(`account/${id}`) ?? null },
      config.identities.flatMap((one) => (one.signaturePictures ?? []).map(({ blob }) => blob)),
    );
    ofAccount(engine, id, add);
  }
  for (const known of engine.registry.ofAccount(account ?? THIS_COMPUTER))
    if (config?.demo !== true) add('folder', known.id, { known, policy: policies.own(known.id) });
  ofPerson(engine, add);
  return things;
}

type Add = <K extends KeptKind>(kind: K, id: string, value: KeptValue<K>, blobs?: readonly string[]) => void;

const blobsOf = ({ attachments }: Pick<DraftContent, 'attachments'>): string[] =>
  attachments.map(({ blob }) => blob);

function ofAccount(engine: Engine, id: AccountId, add: Add): void {
  const { drafts, copies, outbox, given, automatic, snooze, settings } = engine;
  for (const draft of drafts.table.values()) {
    if (draft.content.account !== id) continue;
    const versions = [...(drafts.history.get(draft.id)?.versions ?? [])];
    const copy = copies.table.get(draft.id);
    add(
      'draft',
      draft.id,
      {
        draft,
        versions,
        // Copies that were adopted from others are taken away by nobody but who proved them.
        copy: copy ? { ...copy, copies: copy.copies.filter(({ adopted }) => !adopted) } : null,
      },
      [draft, ...versions].flatMap(({ content }) => blobsOf(content)),
    );
  }
  for (const mail of outbox.table.values()) {
    if (mail.account !== id) continue;
    add('outbox', mail.id, { ...mail, recipients: [...mail.recipients] }, [
      mail.blob,
      mail.filedBlob,
      ...(mail.draft ? blobsOf(mail.draft) : []),
    ]);
  }
  const months = new Map<string, Record<string, number>>();
  for (const [messageId, { at, account }] of outbox.ledger.entries()) {
    if (account !== id) continue;
    const month = new Date(at).toISOString().slice(0, 7);
    const sent = months.get(month) ?? {};
    sent[messageId] = at;
    months.set(month, sent);
  }
  for (const [month, at] of months) add('sent', `${id}/${month}`, { account: id, at });
  for (const [key, answer] of given.table.entries()) if (answer.account === id) add('answer', key, answer);
  for (const one of automatic.mutes.table.values())
    if (one.account === id) add('muted', one.id, { ...one, ids: [...one.ids] });
  for (const one of snooze.book.list()) if (one.account === id) add('snoozed', snoozeId(id, one.idHash), one);
  for (const [key, left] of Object.entries(settings.get().leftLists)) {
    if (!key.startsWith(`${id} `)) continue;
    add('left-list', key, { account: id, list: key.slice(id.length + 1), ...left });
  }
}

function ofPerson({ settings, templates, mark }: Engine, add: Add): void {
  const { rules, savedSearches, blocked, trustedSenders, ui, ...rest } = settings.get();
  const { composeRich, searchIn, tags } = ui;
  add('settings', mark, {
    ...rest,
    ...(typeof composeRich === 'boolean' ? { composeRich } : {}),
    ...(typeof searchIn === 'string' ? { searchIn } : {}),
  });
  for (const rule of rules) add('rule', rule.id, rule);
  for (const search of savedSearches) add('search', search.id, search);
  for (const one of blocked) add('blocked', one.entry, one);
  for (const address of trustedSenders) add('trusted', address, address);
  for (const tag of Array.isArray(tags) ? tags : []) if (typeof tag === 'string') add('tag', tag, tag);
  for (const template of templates.table.values())
    add('template', template.id, template, blobsOf(template.content));
}

/** A pin says that somebody has looked at a certificate; a file that anybody may have written says no such thing. */
function withoutPins({ incoming, outgoing, ...config }: AccountConfig): AccountConfig {
  const { pinnedFingerprint: _incoming, ...receives } = incoming;
  const { pinnedFingerprint: _outgoing, ...sends } = outgoing;
  return { ...config, incoming: receives, outgoing: sends };
}
