import type { Intent } from '@shared/contract/operations';
import { accountGone } from '@shared/errors/account-gone';
import type { StoredMail } from '../outbox/item';
import { Outbox } from '../outbox/outbox';
import type { OutboxPorts } from '../outbox/ports';
import type { Engine } from './engine';
import { findSent } from './find-sent';
import { secretSource } from './secret-source';
import { Outgoing } from './outgoing';
import { Answers } from './answers';
import { act } from './acting';
import { Writing, type WritingPorts } from './writing';
import { messageKey } from '@shared/model/ids';
import { ownKeyOf } from '@shared/model/letter-keys';
import { sealLetter } from './openpgp/seal-letter';
import { sealer } from './openpgp/seal-in-thread';
import { SealedDrafts } from './openpgp/sealed-drafts';

/** The part of the composition that sends. */
export function outboxOf(engine: Engine): Outbox {
  const { parts, registry } = engine;
  const outgoing = new Outgoing(parts);
  return new Outbox({
    journal: parts.vault,
    blobs: parts.vault.blobs,
    clock: parts.clock,
    isKnown: (account) => engine.accounts.isThere(account),
    mayConnect: (account) => engine.maySend(account),
    submit: async (submission) => {
      const config = engine.accounts.get(submission.account);
      if (!config) throw accountGone();
      const logins = engine.logins.memoryOf(config, 'outgoing');
      const source = secretSource(engine, config, 'outgoing');
      const result = await outgoing.submit(submission, config.outgoing, source, logins);
      if (engine.outgoingRefused.delete(config.id)) engine.statusChanged();
      if (typeof submission.reports === 'string' && result.reports === false && result.outcome === 'accepted')
        engine.notice('no-delivery-receipt', { account: config.label, subject: submission.subject ?? '' });
      return result;
    },
    rest: (account) => outgoing.rest(account),
    close: () => outgoing.close(),
    accept: async (account, intents, extra) => {
      const settings = engine.settings.get();
      await engine.queue.accept(account, intents, `send-${parts.clock.now()}`, extra);
      engine.operationsWaiting(account);
      if (engine.settings.get() !== settings) engine.settingsChanged();
    },
    sentMailbox: (account) => registry.withRole(account, 'sent')?.id ?? null,
    findSent: (account, messageId) =>
      engine.isPop3(account)
        ? Promise.resolve(engine.local.contains(account, ['inbox'], messageId))
        : findSent(engine.runners.get(account), registry, account, messageId),
    onAuthFailure: (account, error) => {
      engine.outgoingRefused.set(account, error);
      engine.statusChanged();
    },
    afterAcceptance: (mail) => afterAcceptance(engine, mail),
  });
}

/** The part of the composition in which letters are written. */
export const writingOf = (engine: Engine): Writing => new Writing(writingPorts(engine));

/** The part of the composition that answers for the person, once they said so. */
export function answersOf(engine: Engine): Answers {
  return new Answers({
    ...writingPorts(engine),
    given: engine.given,
    part: async (ref, section) => {
      const { url } = await engine.reading.fetchPart(ref, section);
      const pieces: Uint8Array[] = [];
      for await (const piece of (await engine.files.openUrl(url))?.stream ?? []) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    mark: async (ref, flag) => {
      await act(engine, { kind: 'flag', add: [flag], remove: [] }, [messageKey(ref)]);
    },
  });
}

function writingPorts(engine: Engine): WritingPorts {
  const { parts } = engine;
  const seal = sealer(parts.sealThread);
  return {
    drafts: engine.drafts,
    copies: engine.copies,
    outbox: engine.outbox,
    blobs: parts.vault.blobs,
    shelf: engine.shelf,
    clock: parts.clock,
    crypto: parts.crypto,
    account: (id) => engine.accounts.get(id),
    accounts: () => engine.accounts.list(),
    accountOf: (ref) => engine.registry.get(ref.mailbox)?.account,
    row: (ref) => engine.row(ref),
    letter: (ref) => (engine.letters.serves(ref.mailbox) ? engine.letters.shown(ref) : null),
    body: (ref, identity) => engine.body(ref, identity),
    whole: (ref) => engine.reading.whole(ref),
    offerImage: (file) => engine.files.offerImage(file),
    // Until the person has switched it off.
    prefersRich: () => engine.settings.get().ui['composeRich'] !== false,
    undoSendMs: () => engine.settings.get().undoSendSeconds * 1000,
    seal: (message, protect) =>
      sealLetter(message, protect, { ring: engine.keyRing, now: parts.clock.now(), seal }),
    sealed: new SealedDrafts({
      ring: engine.keyRing,
      shelf: engine.shelf,
      waiting: (id) => engine.outbox.table.latest(id),
    }),
    hasOwnKey: (address) => ownKeyOf(engine.keyRing.list(), address) !== null,
  };
}

/** The original is marked as answered, forwarded or confirmed, once what was written about it is accepted. */
function afterAcceptance(engine: Engine, mail: StoredMail): ReturnType<OutboxPorts['afterAcceptance']> {
  const list = mail.draft?.unsubscribes;
  return {
    intents: marksOf(engine, mail),
    records: [
      ...(list === undefined ? [] : [engine.unsubscriber.noted(mail.account, list, 'mail')]),
      ...engine.snooze.begun(mail),
    ],
  };
}

function marksOf(engine: Engine, { account, draft, marks }: StoredMail): Intent[] {
  const relates = draft?.relates ?? null;
  const mark =
    marks ?? (relates && { ref: relates.ref, flag: relates.kind === 'reply' ? '\\Answered' : '$Forwarded' });
  if (!mark || engine.registry.get(mark.ref.mailbox)?.account !== account) return [];
  const { mailbox, generation, uid } = mark.ref;
  return [
    {
      kind: 'flags',
      messages: { mailbox, generation, uids: String(uid) },
      add: [mark.flag],
      remove: [],
    },
  ];
}
