import type { Draft, DraftContent } from '@shared/contract/compose';
import type { EngineContract, EngineStatus } from '@shared/contract/engine-api';
import { settingsSchema } from '@shared/contract/engine-api';
import type { MessageDetail, ViewContract } from '@shared/contract/view-api';
import {
  type AccountId,
  type DraftId,
  generation,
  type MailboxId,
  messageKey,
  type OutboxId,
  section,
  uid,
} from '@shared/model/ids';
import type { Address, BodyPart, BodyText } from '@shared/model/message';
import type { Contract, Remote } from '@shared/rpc/contract';
import { type Session, startSession } from '@renderer/state/connection';
import type { ResilientClient } from '@renderer/state/resilient-client';
import { fakeAccount } from '@renderer/state/testing/fake-data';

/** A message of the lab, with everything that isn't said left ordinary. */
export interface LabMessage {
  readonly from?: readonly Address[];
  readonly to?: readonly Address[];
  readonly cc?: readonly Address[];
  readonly replyTo?: readonly Address[];
  readonly subject?: string;
  readonly parts?: readonly (Pick<BodyText, 'type' | 'text'> & { readonly flowed?: boolean })[] | null;
  readonly files?: readonly Partial<BodyPart>[];
  readonly flags?: number;
  readonly notices?: readonly string[];
}

let next = 1;

export function detail(over: LabMessage): MessageDetail {
  const ref = { mailbox: 'inbox' as MailboxId, generation: generation(1), uid: uid(next++) };
  const texts = over.parts ?? [];
  const leaf = (part: Partial<BodyPart>, n: number): BodyPart => ({
    section: section(String(n + 1)),
    type: 'text/plain',
    params: {},
    disposition: '',
    filename: '',
    contentId: '',
    encoding: 'base64',
    size: 1000,
    children: [],
    ...part,
  });
  const children = [...texts.map((text) => ({ type: text.type })), ...(over.files ?? [])].map(leaf);
  const date = Date.now() - 3_600_000 * (30 - next);
  return {
    key: messageKey(ref),
    ref,
    account: 'acc-0' as AccountId,
    mailbox: ref.mailbox,
    envelope: {
      subject: over.subject ?? 'Lunch on Thursday?',
      from: over.from ?? [{ name: 'Anna Kowalska', address: 'anna@example.com' }],
      sender: [],
      replyTo: over.replyTo ?? [],
      to: over.to ?? [{ name: 'Jana Nováková', address: 'jana@tern.example' }],
      cc: over.cc ?? [],
      bcc: [],
      date,
      messageId: `m${next}@lab`,
      inReplyTo: [],
      references: [],
      extra: {},
    },
    structure: leaf({ section: section(''), type: 'multipart/mixed', children }, 0),
    preview: (texts[0]?.text ?? 'No words').replace(/<[^>]*>/g, ' ').slice(0, 120),
    labels: [],
    identity: `i${next}`,
    date,
    size: 1000,
    flags: over.flags ?? 1,
    keywords: [],
    pending: 0,
    body:
      over.parts === null
        ? null
        : {
            identity: `i${next}`,
            notices: over.notices ?? [],
            parts: texts.map((text, n) => ({
              section: section(String(n + 1)),
              type: text.type,
              text: text.text,
              flowed: text.flowed ?? false,
              delsp: false,
            })),
          },
  };
}

type Calls<C extends Contract> = Partial<Remote<C>>;

function client<C extends Contract>(calls: Calls<C>): ResilientClient<C> {
  const api = new Proxy(calls, {
    get: (target, name) =>
      (target as Record<string | symbol, unknown>)[name] ??
      (() => Promise.reject(new Error(`the lab has no ${String(name)}`))),
  }) as Remote<C>;
  return {
    api,
    ask: api,
    state: 'open',
    on: () => () => undefined,
    onState: (listener) => {
      listener('open');
      return () => undefined;
    },
    onClose: () => undefined,
    close: () => undefined,
  };
}

export interface LabSession {
  readonly session: Session;
  readonly drafts: Map<string, Draft>;
  /** Names of engine calls and what they were given. */
  readonly log: { readonly call: string; readonly params: unknown }[];
}

export const content = (over: Partial<DraftContent>): DraftContent => ({
  account: 'acc-0' as AccountId,
  identity: 'id-0',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  html: null,
  quote: null,
  inReplyTo: [],
  references: [],
  relates: null,
  attachments: [],
  ...over,
});

/** Engine and view with just these messages and drafts; every call is written down. */
export function labSession(
  conversation: readonly MessageDetail[],
  draft: DraftContent | null,
  online = true,
): LabSession {
  const log: { call: string; params: unknown }[] = [];
  const drafts = new Map<string, Draft>();
  if (draft !== null)
    drafts.set('draft-1', { id: 'draft-1' as DraftId, version: 1, savedAt: Date.now(), content: draft });
  const noted =
    <P, R>(call: string, answer: (params: P) => R) =>
    (params: P): Promise<R> => {
      log.push({ call, params });
      return Promise.resolve(answer(params));
    };
  const status: EngineStatus = {
    host: 'browser',
    version: '0',
    accounts: [0, 1].map((n) => ({
      account: fakeAccount(
        n,
        n === 0 ? 'Home' : 'Work',
        n === 0 ? 'jana@tern.example' : 'jana@harbour.example',
      ),
      phase: 'idle' as const,
      progress: null,
      trouble: null,
      retryAt: null,
      lastSync: null,
    })),
    online,
    workOffline: false,
    waiting: 0,
    unseenTrouble: 0,
    outbox: 0,
    secrets: 'secure',
    notices: [],
  };
  const people = [
    { name: 'Anna Kowalska', address: 'anna@example.com' },
    { name: 'Annabel Lee', address: 'annabel@poe.example' },
  ];
  const session: Session = {
    engine: client<EngineContract>({
      status: noted('status', () => status),
      settings: noted('settings', () => settingsSchema.parse({})),
      updateSettings: noted('updateSettings', (change) => settingsSchema.parse(change)),
      act: noted('act', () => ({ group: 'g', operations: 1 })),
      fetchBody: () => new Promise<void>(() => undefined),
      fetchPart: noted('fetchPart', ({ section: at }) => ({
        url: `/part/${at}`,
        name: 'part',
        type: 'image/gif',
        size: 42,
        dangerous: false,
      })),
      openPart: noted('openPart', () => ({ opened: true })),
      saveFolder: noted('saveFolder', () => ({ folder: null, cancelled: false })),
      savePart: noted('savePart', () => ({ saved: true, path: '' })),
      openPgpKeys: () => Promise.resolve([]),
      source: noted('source', () => ({
        text: 'From: anna@example.com\r\nSubject: <img src=x>\r\n\r\nbody\r\n',
        truncated: false,
      })),
      remoteImages: noted('remoteImages', ({ urls }) => urls.map((_, n) => `/image/${n}`)),
      openLink: noted('openLink', () => ({ opened: true })),
      operations: noted('operations', () => []),
      outbox: noted('outbox', () => []),
      drafts: noted('drafts', () => [...drafts.values()]),
      draft: noted('draft', ({ id }) => drafts.get(id) ?? null),
      saveDraft: noted('saveDraft', ({ id, base, content: words }) => {
        const saved: Draft = { id, version: base + 1, savedAt: Date.now(), content: words };
        drafts.set(id, saved);
        return saved;
      }),
      // What every page asks when it begins.
      mutes: noted('mutes', () => []),
      snoozed: noted('snoozed', () => []),
      templates: noted('templates', () => []),
      jobs: noted('jobs', () => []),
      awayReport: noted('awayReport', () => null),
      offlineStatus: noted('offlineStatus', () => ({ folders: [], defaults: [], paused: null, trip: null })),
      pictures: noted('pictures', () => []),
      draftVersions: noted('draftVersions', () =>
        drafts.get('draft-1') ? [drafts.get('draft-1') as Draft] : [],
      ),
      closeDraft: noted('closeDraft', () => ({ kept: true })),
      discardDraft: noted('discardDraft', ({ id }) => void drafts.delete(id)),
      replyDraft: noted('replyDraft', () => {
        const made: Draft = {
          id: 'draft-2' as DraftId,
          version: 1,
          savedAt: Date.now(),
          content: content({ subject: 'Re: x' }),
        };
        drafts.set(made.id, made);
        return made;
      }),
      send: noted('send', () => ({ id: 'out-1' as OutboxId, at: Date.now() + 10_000, kept: false })),
      undoSend: noted('undoSend', () => ({ taken: true, draft: drafts.get('draft-1') ?? null })),
    }),
    view: client<ViewContract>({
      message: noted('message', ({ key }) => conversation.find((message) => message.key === key) ?? null),
      conversation: noted('conversation', () => [...conversation]),
      mailboxes: noted('mailboxes', () => []),
      status: noted('viewStatus', () => ({ state: 'ready' as const, reason: '', engine: true })),
      suggest: noted('suggest', ({ text }) =>
        people.filter((person) => person.name.toLowerCase().startsWith(text.toLowerCase())),
      ),
    }),
  };
  startSession(session);
  return { session, drafts, log };
}
