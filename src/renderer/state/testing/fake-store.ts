import { Flag } from '@shared/model/flags';
import { section } from '@shared/model/ids';
import type { BodyPart, Envelope } from '@shared/model/message';
import type { ListRow, MessageDetail, ViewContract, ViewInfo, ViewQuery } from '@shared/contract/view-api';
import { viewContract } from '@shared/contract/view-api';
import { memoryPortPair } from '@shared/rpc/memory-port';
import type { Port } from '@shared/rpc/port';
import { type Server, serve } from '@shared/rpc/server';
import type { FakeMailbox, FakeMessage } from './fake-data';
import type { FakeWorld } from './fake-world';

interface FakeView {
  readonly query: ViewQuery;
  version: number;
  rows: FakeMessage[][];
}

/** A store over a fake world, behind a real port: whatever the UI asks crosses as it would in the product. */
export function fakeStorePort(world: FakeWorld, options: { readonly delayMs?: number } = {}): Port {
  const [ours, theirs] = memoryPortPair();
  const views = new Map<string, FakeView>();
  let next = 1;
  const pause = (): Promise<void> =>
    options.delayMs ? new Promise((resolve) => setTimeout(resolve, options.delayMs)) : Promise.resolve();

  const info = (view: string, of: FakeView): ViewInfo => ({
    view,
    version: of.version,
    total: of.rows.length,
    unread: of.rows.filter((row) => row.some(({ flags }) => (flags & Flag.Seen) === 0)).length,
    loading: false,
  });
  const at = (view: string): FakeView => {
    const known = views.get(view);
    if (!known) throw new Error(`No view ${view}`);
    return known;
  };

  const server: Server<ViewContract> = serve(theirs, viewContract, {
    open: async ({ query, rows }) => {
      await pause();
      const view = `view-${next++}`;
      const made: FakeView = { query, version: 1, rows: build(world, query) };
      views.set(view, made);
      return { ...info(view, made), rows: made.rows.slice(0, rows).map((thread) => toRow(thread)) };
    },
    close: ({ view }) => void views.delete(view),
    addFound: () => undefined,
    rows: async ({ view, from, to }) => {
      await pause();
      const { version, rows } = at(view);
      return { version, total: rows.length, rows: rows.slice(from, to).map((thread) => toRow(thread)) };
    },
    locate: ({ view, key }) => ({
      index: at(view).rows.findIndex((thread) => thread.some((message) => message.key === key)),
      key,
    }),
    keys: ({ view, from, to }) =>
      at(view)
        .rows.slice(from, to)
        .flatMap((thread) => thread.map(({ key }) => key)),
    gone: ({ view, keys }) => {
      const here = new Set(at(view).rows.flatMap((thread) => thread.map(({ key }) => key)));
      const now = keys.map((from) => ({ from, to: world.forwarded.get(from) ?? from }));
      return {
        gone: now.filter(({ to }) => !here.has(to)).map(({ from }) => from),
        renamed: now.filter(({ from, to }) => from !== to && here.has(to)),
      };
    },
    message: ({ key }) => {
      const message = world.byKey.get(key);
      return message ? detail(world, message) : null;
    },
    conversation: ({ key }) => {
      const message = world.byKey.get(key);
      if (!message) return [];
      return world.messages
        .filter((other) => other.thread === message.thread)
        .reverse()
        .map((other) => detail(world, other));
    },
    mailboxes: () => world.mailboxViews(),
    suggest: ({ text, limit }) => {
      const found = new Map<string, { name: string; address: string }>();
      for (const { from } of world.messages.slice(0, 400)) {
        for (const one of from) {
          if (`${one.name} ${one.address}`.toLowerCase().includes(text.toLowerCase()))
            found.set(one.address, one);
        }
      }
      return [...found.values()].slice(0, limit);
    },
    status: () => ({ state: 'ready', reason: '', engine: true }),
  });

  const stop = world.subscribe((what) => {
    if (what !== 'mail') return;
    server.emit('mailboxesChanged', { mailboxes: world.mailboxViews() });
    server.emit('messagesChanged', { keys: null });
    for (const [id, view] of views) {
      view.version++;
      view.rows = build(world, view.query);
      server.emit('viewChanged', info(id, view));
    }
  });
  server.onClose(stop);
  return ours;
}

function build(world: FakeWorld, query: ViewQuery): FakeMessage[][] {
  const mailboxes = new Map(world.mailboxes.map((mailbox) => [mailbox.id, mailbox]));
  const terms = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = world.messages.filter((message) => {
    const mailbox = mailboxes.get(message.mailbox);
    if (!mailbox || !inScope(query.scope, mailbox, message)) return false;
    if (query.unread && message.flags & Flag.Seen) return false;
    if (query.flagged && !(message.flags & Flag.Flagged)) return false;
    if (query.attachment && !(message.flags & Flag.HasAttachment)) return false;
    if (terms.length === 0) return true;
    const words =
      `${message.subject} ${[...message.from, ...message.to].map((a) => `${a.name} ${a.address}`).join(' ')}`.toLowerCase();
    return terms.every((term) => words.includes(term));
  });
  if (!query.threaded) return found.map((message) => [message]);
  const threads = new Map<string, FakeMessage[]>();
  for (const message of found) {
    const thread = threads.get(message.thread);
    if (thread) thread.unshift(message);
    else threads.set(message.thread, [message]);
  }
  return [...threads.values()];
}

function inScope(scope: ViewQuery['scope'], mailbox: FakeMailbox, message: FakeMessage): boolean {
  switch (scope.kind) {
    case 'mailbox':
      return mailbox.id === scope.mailbox;
    case 'role':
      return mailbox.role === scope.role;
    case 'flagged':
      return (message.flags & Flag.Flagged) !== 0;
    case 'snoozed':
      return false;
    case 'unread':
      return (message.flags & Flag.Seen) === 0 && mailbox.role !== 'junk' && mailbox.role !== 'trash';
    case 'all':
      return (
        (scope.account === null || scope.account === mailbox.account) &&
        mailbox.role !== 'junk' &&
        mailbox.role !== 'trash'
      );
  }
}

function toRow(thread: readonly FakeMessage[]): ListRow {
  const newest = thread.at(-1) as FakeMessage;
  return {
    key: newest.key,
    ref: newest.ref,
    account: newest.account,
    mailbox: newest.mailbox,
    from: newest.from,
    to: newest.to,
    subject: newest.subject,
    preview: newest.preview,
    date: newest.date,
    size: newest.size,
    flags: newest.flags,
    keywords: newest.keywords,
    messageId: `${newest.ref.uid}@example.com`,
    threadCount: thread.length,
    threadFlagged: thread.filter(({ flags }) => (flags & Flag.Flagged) !== 0).length,
    labels: [],
    threadUnread: thread.filter(({ flags }) => (flags & Flag.Seen) === 0).length,
    participants: [...new Set(thread.flatMap(({ from }) => from.map((a) => a.name || a.address)))].slice(
      0,
      6,
    ),
    threadKeys: thread.map(({ key }) => key),
    pending: newest.pending,
  };
}

function detail(world: FakeWorld, message: FakeMessage): MessageDetail {
  const identity = message.key as string;
  const envelope: Envelope = {
    subject: message.subject,
    from: message.from,
    sender: message.from,
    replyTo: [],
    to: message.to,
    cc: [],
    bcc: [],
    date: message.date,
    messageId: `${message.ref.uid}@example.com`,
    inReplyTo: [],
    references: [],
    extra: {},
  };
  const text: BodyPart = {
    section: section('1'),
    type: 'text/plain',
    params: { charset: 'utf-8' },
    disposition: '',
    filename: '',
    contentId: '',
    encoding: '8bit',
    size: 400,
    children: [],
  };
  const attachment: BodyPart = {
    ...text,
    section: section('2'),
    type: 'application/pdf',
    disposition: 'attachment',
    filename: 'Harbour plan 2026.pdf',
    size: 1_284_000,
  };
  const letter: BodyPart = {
    ...attachment,
    section: section('3'),
    type: 'message/rfc822',
    filename: 'Re- The crane.eml',
    size: 4_100,
  };
  const structure: BodyPart =
    message.flags & Flag.HasAttachment
      ? { ...text, section: section(''), type: 'multipart/mixed', children: [text, attachment, letter] }
      : text;
  return {
    key: message.key,
    ref: message.ref,
    account: message.account,
    mailbox: message.mailbox,
    envelope,
    structure,
    preview: message.preview,
    identity,
    date: message.date,
    size: message.size,
    flags: message.flags,
    keywords: message.keywords,
    labels: [],
    pending: message.pending,
    body: world.fetched.has(message.key)
      ? {
          identity,
          notices: [],
          parts: [
            {
              section: section('1'),
              type: 'text/plain',
              flowed: false,
              delsp: false,
              text: `${message.preview}\n\nMore at https://harbour.example/news and in the usual place.\n\n> On Tuesday you wrote:\n> Could you have a look before the weekend?\n\n-- \n${message.from[0]?.name ?? ''}\n`,
            },
          ],
        }
      : null,
  };
}
