import { MailError } from '@shared/errors/mail-error';
import { messageKey, type OutboxId } from '@shared/model/ids';
import type { DiscoveredSettings, DiscoveryStep, ProbeResult } from '@shared/contract/account';
import { type EngineContract, engineContract, settingsSchema } from '@shared/contract/engine-api';
import type { Draft } from '@shared/contract/compose';
import { memoryPortPair } from '@shared/rpc/memory-port';
import type { Port } from '@shared/rpc/port';
import { type Server, serve } from '@shared/rpc/server';
import { fakeAccount } from './fake-data';
import { fakeFiles } from './fake-files';
import { fakeOpenPgp } from './fake-openpgp';
import { fakeTemplates } from './fake-templates';
import { fakeAccountInsight, fakeAudit, fakeDetails, fakeTrip, fakeMessageInsight } from './fake-panels';
import type { FakeWorld } from './fake-world';
import { attachedLetter } from './fake-letter';

export interface FakeEngineOptions {
  /** What an undo waits for before it is answered. */
  readonly undoWaits?: Promise<unknown>;
  readonly delayMs?: number;
  /** Answers of `probe`, one a call; then all is well. */
  readonly probes?: readonly { readonly incoming: ProbeResult; readonly outgoing: ProbeResult }[];
  /** No keyring: `addAccount` asks for consent. */
  readonly weakSecrets?: boolean;
  /** Every `act` fails with this code. */
  readonly refuse?: string;
}

const OK: ProbeResult = { ok: true, code: '', server: '', details: {}, facts: { tls: 'TLSv1.3' } };

/** An engine over a fake world, behind a real port. */
export function fakeEnginePort(world: FakeWorld, options: FakeEngineOptions = {}): Port {
  const [ours, theirs] = memoryPortPair();
  const probes = [...(options.probes ?? [])];
  const pause = (ms = options.delayMs ?? 0): Promise<void> =>
    ms ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
  const tellStatus = (): void => server.emit('status', world.status());
  const tellDrafts = (): void => server.emit('drafts', { drafts: world.drafts });
  const tellOutbox = (): void => {
    server.emit('outbox', { items: world.outbox });
    tellStatus();
  };
  const takeFromOutbox = (id: OutboxId, toDraft: boolean): { taken: boolean; draft: Draft | null } => {
    const item = world.outbox.find((one) => one.id === id);
    world.outbox = world.outbox.filter((one) => one.id !== id);
    tellOutbox();
    if (!item || !toDraft) return { taken: item !== undefined, draft: null };
    const draft = world.draft('', {
      subject: item.subject,
      to: item.to.map((address) => ({ name: '', address })),
    });
    tellDrafts();
    return { taken: true, draft };
  };
  const keep = (draft: Draft): Draft => {
    world.drafts = [...world.drafts.filter(({ id }) => id !== draft.id), draft];
    tellDrafts();
    return draft;
  };

  const server: Server<EngineContract> = serve(theirs, engineContract, {
    status: () => world.status(),
    settings: () => world.settings,
    updateSettings: (change) => {
      world.settings = settingsSchema.parse({ ...world.settings, ...change });
      server.emit('settings', world.settings);
      return world.settings;
    },

    discover: async ({ address }) => {
      const host = address.split('@')[1] ?? '';
      const steps: DiscoveryStep[] = [];
      const plan: [DiscoveryStep['source'], string, DiscoveryStep['state']][] = [
        ['provider-list', host, 'nothing'],
        ['autoconfig', `https://autoconfig.${host}/mail/config-v1.1.xml`, 'nothing'],
        ['srv', `_imaps._tcp.${host}`, 'found'],
      ];
      for (const [source, target, state] of plan) {
        server.emit('discovery', { source, target, state: 'running', note: '' });
        await pause(options.delayMs);
        const step = { source, target, state, note: '' };
        steps.push(step);
        server.emit('discovery', step);
      }
      const found: DiscoveredSettings = {
        incoming: {
          protocol: 'imap',
          host: `imap.${host}`,
          port: 993,
          tls: 'tls',
          user: address,
          auth: 'password',
        },
        outgoing: { host: `smtp.${host}`, port: 465, tls: 'tls', user: address, auth: 'password' },
        provider: null,
        source: 'srv',
        signIn: null,
        hint: null,
      };
      return { steps, found: host.startsWith('nothing') ? [] : [found] };
    },
    probe: async () => {
      await pause();
      return probes.shift() ?? { incoming: OK, outgoing: OK };
    },
    examineServer: () => ({
      checks: [
        { capability: 'UIDPLUS', outcome: 'held', detail: '' },
        { capability: 'ESEARCH', outcome: 'failed', detail: 'COUNT said 3, and 4 messages were there.' },
      ],
      roundTripMs: 41,
      text: 'Report',
      distrusted: [],
    }),
    distrusted: () => [],
    trustAgain: () => undefined,
    allowWeakerLogin: () => undefined,
    trace: () => ({ lines: [], recording: false, file: null, failed: false }),
    recordTrace: ({ on }) => ({ lines: [], recording: on, file: on ? '/trace.jsonl' : null, failed: false }),
    takeOpenings: () => [],
    keepsWords: () => undefined,
    lastWordsSaved: () => undefined,
    showMenu: () => undefined,
    showBadge: () => undefined,
    showTray: () => undefined,
    showNote: (note) => ({ shown: world.notes.push(note) > 0 }),
    desktop: () => world.desktop,
    setAtLogin: ({ atLogin }) => (world.desktop = world.desktop && { ...world.desktop, atLogin }),
    mailProgram: () => ({ isDefault: world.mailProgram }),
    becomeMailProgram: () => ({ isDefault: (world.mailProgram = true) }),
    networkChanged: () => undefined,
    signIn: async () => {
      server.emit('signInPage', { url: 'https://accounts.example/authorize?client_id=tern', opened: true });
      await pause(options.delayMs);
      return { grant: 'a-sign-in' };
    },
    keepSignIn: ({ account }) => {
      const known = world.accounts.find(({ account: one }) => one.id === account);
      if (!known) throw new MailError({ kind: 'refused', code: 'account-gone', message: 'gone' });
      return known.account;
    },
    addAccount: async ({ account, secrets }) => {
      await pause();
      if (options.weakSecrets && secrets === 'secure') {
        throw new MailError({ kind: 'refused', code: 'needs-consent', message: 'No keyring' });
      }
      const n = world.accounts.length;
      world.addAccount(n, account.label, account.address, 40);
      world.changed('mail');
      tellStatus();
      return world.accounts[n]?.account ?? fakeAccount(n, account.label, account.address);
    },
    addDemo: async () => {
      await pause();
      const n = world.accounts.length;
      world.addAccount(n, 'Demo', 'demo@tern.example', 140, true);
      world.changed('mail');
      tellStatus();
      return world.accounts[n]?.account ?? fakeAccount(n, 'Demo', 'demo@tern.example');
    },
    updateAccount: ({ account }) => {
      world.accounts = world.accounts.map((status) =>
        status.account.id === account.id ? { ...status, account } : status,
      );
      tellStatus();
      return account;
    },
    setPassword: () => undefined,
    reorderAccounts: ({ order }) => {
      world.accounts = order.flatMap((id) => world.accounts.find(({ account }) => account.id === id) ?? []);
      tellStatus();
    },
    pauseAccount: ({ account: id, paused }) => {
      world.accounts = world.accounts.map((status) =>
        status.account.id === id
          ? { ...status, phase: paused ? 'paused' : 'idle', account: { ...status.account, paused } }
          : status,
      );
      tellStatus();
    },
    removeAccount: ({ account: id }) => {
      world.accounts = world.accounts.filter(({ account }) => account.id !== id);
      world.mailboxes = world.mailboxes.filter(({ account }) => account !== id);
      world.messages = world.messages.filter(({ account }) => account !== id);
      world.changed('mail');
      tellStatus();
    },
    syncNow: () => undefined,
    setWorkOffline: ({ offline }) => {
      world.workOffline = offline;
      tellStatus();
    },

    fetchRest: () => pause(),
    unpackPart: () => Promise.resolve({ parts: [], notices: [] }),
    fetchBody: async ({ ref }) => {
      await pause();
      world.fetched.add(messageKey(ref));
      world.changed('mail');
    },
    fetchPart: () => ({
      url: '/part/x',
      name: 'Harbour plan 2026.pdf',
      type: 'application/pdf',
      size: 1_284_000,
      dangerous: false,
    }),
    openLetter: ({ account }) => ({ blob: 'letter', message: attachedLetter(account) }),
    openPart: () => ({ opened: false }),
    saveFolder: () => ({ folder: null, cancelled: false }),
    savePart: () => ({ saved: false, path: '' }),
    source: () => ({ text: 'From: anna@example.com\r\nSubject: Lunch\r\n\r\nTwelve?\r\n', truncated: false }),
    remoteImages: ({ urls }) => urls.map(() => null),
    openLink: () => ({ opened: true }),

    act: ({ action, keys }) => {
      if (options.refuse) throw new MailError({ kind: 'refused', code: options.refuse, message: 'Refused' });
      return world.act(action, keys);
    },
    undo: async ({ group }) => {
      await options.undoWaits;
      const undone = world.undo.get(group)?.() ?? 0;
      world.undo.delete(group);
      return { undone };
    },
    ...fakeFiles(world.jobs),
    ...fakeOpenPgp(),
    ...fakeTemplates((templates) => server.emit('templates', { templates }), pause),
    removedMessages: () => world.removed,
    restoreRemoved: ({ ids }) => {
      world.removed = world.removed.filter(({ id }) => !ids.includes(id));
      return { operations: ids.length, group: 'restored' };
    },
    forgetRemoved: ({ ids }) => {
      world.removed = world.removed.filter(({ id }) => !ids.includes(id));
    },
    createMailbox: ({ account, name }) => {
      const cut = name.lastIndexOf('/');
      world.mailboxes.push({
        id: `mb-new-${world.mailboxes.length}` as never,
        account,
        name,
        leaf: name.slice(cut + 1),
        parent:
          world.mailboxes.find(
            (one) => one.account === account && one.name === name.slice(0, Math.max(0, cut)),
          )?.id ?? null,
        role: null,
        trouble: null,
      });
      world.changed('mail');
      return { group: '' };
    },
    renameMailbox: ({ mailbox: id, name }) => {
      const mailbox = world.mailboxes.find((one) => one.id === id);
      if (mailbox) Object.assign(mailbox, { name, leaf: name.slice(name.lastIndexOf('/') + 1) });
      world.changed('mail');
      return { group: '' };
    },
    subscribeMailbox: () => ({ group: '' }),
    deleteMailbox: ({ mailbox }) => {
      world.mailboxes = world.mailboxes.filter(({ id }) => id !== mailbox);
      world.changed('mail');
      return { group: '' };
    },
    operations: () => world.operations,
    retryOperation: ({ id }) => {
      world.operations = world.operations.map((one) =>
        one.id === id ? { ...one, state: 'waiting', reason: null } : one,
      );
      server.emit('operations', { upsert: world.operations, remove: [] });
      tellStatus();
    },
    forgetOperation: ({ id }) => {
      world.operations = world.operations.filter((one) => one.id !== id);
      server.emit('operations', { upsert: [], remove: [id] });
      tellStatus();
    },
    describeOperations: ({ ids }) =>
      fakeDetails(
        world,
        [...world.operations, ...world.ended.map(({ operation }) => operation)].filter(({ id }) =>
          ids.includes(id),
        ),
      ),
    endedOperations: () => world.ended,
    searchServer: () => ({ mailboxes: [], found: 0 }),
    audit: (wanted) =>
      fakeAudit(
        world,
        wanted,
        (progress) => server.emit('auditProgress', progress),
        () => pause(),
      ),
    offlineStatus: () => world.offline(),
    setKeepPolicy: ({ mailbox, policy }) => {
      if (mailbox !== null && policy) world.policies.set(mailbox, policy);
      else if (mailbox !== null) world.policies.delete(mailbox);
      server.emit('offline', world.offline());
    },
    takeAlong: ({ days }) => {
      world.trip = fakeTrip(world, days);
      server.emit('offline', world.offline());
    },
    stopTaking: () => {
      world.trip = world.trip?.state === 'running' ? { ...world.trip, state: 'stopped' } : null;
      server.emit('offline', world.offline());
    },
    awayReport: () => world.away,
    awaySeen: () => {
      world.away = null;
      server.emit('away', { report: null });
    },
    presence: () => undefined,
    block: () => undefined,
    unblock: () => undefined,
    mute: () => ({ id: '' }),
    unmute: () => undefined,
    mutes: () => [],
    snooze: ({ keys }) => ({ group: '', messages: keys.length, without: 0 }),
    wake: ({ keys }) => ({ group: '', messages: keys.length, ended: 0 }),
    remind: ({ keys }) => ({ group: '', messages: keys.length }),
    snoozed: () => [],
    tryRule: () => ({ checked: 0, matched: 0, some: [] }),
    runRule: () => ({ id: null, count: 0 }),
    automaticLog: () => [],
    undoAutomatic: () => ({ undone: 0 }),
    repair: () => {
      world.repaired = true;
      return { repaired: 1 };
    },
    inspectAccount: ({ account }) => fakeAccountInsight(world, account),
    inspectMessage: ({ ref }) => fakeMessageInsight(world, ref),

    newDraft: ({ to }) => keep(world.draft(to)),
    replyDraft: ({ ref, mode }) => {
      const message = world.byKey.get(messageKey(ref));
      return keep(
        world.draft(mode === 'forward' ? '' : (message?.from[0]?.address ?? ''), {
          subject: `${mode === 'forward' ? 'Fwd' : 'Re'}: ${message?.subject ?? ''}`,
          quote: {
            text: message?.preview ?? '',
            html: null,
            attribution: `${message?.from[0]?.name ?? ''} wrote:`,
          },
          relates: { ref, kind: mode === 'forward' ? 'forward' : 'reply' },
        }),
      );
    },
    drafts: () => world.drafts,
    draft: ({ id }) => world.drafts.find((draft) => draft.id === id) ?? null,
    saveDraft: ({ id, base, content }) => keep({ id, version: base + 1, savedAt: Date.now(), content }),
    openDraft: ({ ref }) => {
      const message = world.byKey.get(messageKey(ref));
      return keep(world.draft('', { subject: message?.subject ?? '', text: message?.preview ?? '' }));
    },
    closeDraft: () => ({ kept: true }),
    draftVersions: ({ id }) =>
      world.drafts
        .filter((draft) => draft.id === id && draft.content.text.length > 20)
        .map((draft) => ({
          ...draft,
          version: 1,
          savedAt: draft.savedAt - 600_000,
          content: { ...draft.content, text: draft.content.text.slice(0, 20) },
        })),
    settleDraft: ({ id }) => {
      world.drafts = world.drafts.map((draft) =>
        draft.id === id && draft.copy ? { ...draft, copy: { ...draft.copy, conflict: null } } : draft,
      );
      tellDrafts();
    },
    discardDraft: ({ id }) => {
      world.drafts = world.drafts.filter((draft) => draft.id !== id);
      tellDrafts();
    },
    pictures: () => [],
    waysToUnsubscribe: () => ({ address: '', oneClick: null, mail: null, page: null }),
    unsubscribe: () => ({ result: 'unreachable' as const, host: '', status: 0 }),
    unsubscribeByMail: () => keep(world.draft('', {})),
    openedUnsubscribePage: () => undefined,
    redirect: () => ({ id: `out-${Date.now()}` as OutboxId, at: Date.now() + 10_000 }),
    answerReceipt: () => undefined,
    answerInvitation: ({ participation }) => ({ participation, at: Date.now(), sequence: 0, waiting: true }),
    givenAnswer: () => null,
    offerFile: () => undefined,
    startDrag: () => ({ started: false }),
    rescheduleSend: ({ id, at }) => {
      world.outbox = world.outbox.map((item) =>
        item.id === id ? { ...item, state: 'held', at, scheduled: at, reason: null } : item,
      );
      tellOutbox();
    },
    send: ({ id, content, at: later }) => {
      world.drafts = world.drafts.filter((draft) => draft.id !== id);
      const at = later ?? Date.now() + world.settings.undoSendSeconds * 1000;
      const outboxId = `out-${Date.now()}` as OutboxId;
      world.outbox = [
        ...world.outbox,
        {
          id: outboxId,
          account: content.account,
          state: 'held',
          subject: content.subject,
          from: '',
          to: content.to.map(({ address }) => address),
          messageId: '',
          size: 1000,
          created: Date.now(),
          at,
          tries: 0,
          reason: null,
          recipients: [],
        },
      ];
      tellDrafts();
      tellOutbox();
      return { id: outboxId, at, kept: false };
    },
    outbox: () => world.outbox,
    undoSend: ({ id }) => takeFromOutbox(id, true),
    retrySend: ({ id }) => {
      world.outbox = world.outbox.map((item) =>
        item.id === id ? { ...item, state: 'queued', reason: null } : item,
      );
      tellOutbox();
    },
    resolveSend: ({ id, as }) => takeFromOutbox(id, as === 'to-draft'),
  });

  server.onClose(
    world.subscribe((what) => {
      if (what === 'engine') tellStatus();
    }),
  );
  return ours;
}
