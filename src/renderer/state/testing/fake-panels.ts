import type { AccountInsight, MessageInsight } from '@shared/contract/inspect';
import type { AuditProgress, AuditReport, FolderAudit } from '@shared/contract/audit';
import type { AwayReport } from '@shared/contract/away';
import type { KeepPolicy, OfflineFolder, OfflineStatus, Trip } from '@shared/contract/offline';
import type { Operation } from '@shared/contract/operations';
import type { ChangeDetail, EndedChange } from '@shared/contract/pending';
import { flagNames } from '@shared/model/flags';
import { generation, type MessageKey, messageKey, type MessageRef } from '@shared/model/ids';
import { countUids } from '@shared/model/uid-ranges';
import type { AccountId } from '@shared/model/ids';
import type { FakeWorld } from './fake-world';

/** Many changes in every state there is, the refused ones with a server's words. */
export function fakeChanges(world: FakeWorld, count: number): Operation[] {
  const states = ['refused', 'waiting', 'running', 'verifying', 'uncertain', 'waiting'] as const;
  const archive = world.mailboxes.find(({ role }) => role === 'archive')?.id;
  return Array.from({ length: count }, (_, i): Operation => {
    const message = world.messages[i % world.messages.length];
    const state = states[i % states.length] ?? 'waiting';
    const stuck = state === 'refused' || state === 'uncertain';
    const messages = {
      mailbox: message?.mailbox ?? ('' as never),
      generation: generation(1),
      uids:
        i % 4 === 3 ? `${message?.ref.uid ?? 1}:${(message?.ref.uid ?? 1) + 11}` : String(message?.ref.uid),
    };
    return {
      id: `op-${i}` as Operation['id'],
      account: message?.account ?? ('' as never),
      seq: i,
      intent:
        i % 3 === 0 && archive
          ? { kind: 'move', messages, to: archive }
          : { kind: 'flags', messages, add: [i % 2 === 0 ? '\\Seen' : '\\Flagged'], remove: [] },
      state,
      created: world.now - i * 240_000,
      tries: state === 'waiting' ? i % 4 : 1,
      nextTry: state === 'waiting' && i % 4 > 1 ? world.now + 120_000 : null,
      reason: stuck
        ? {
            code: state === 'refused' ? 'no-permission' : 'timeout',
            message: '',
            server: state === 'refused' ? 'a17 NO [NOPERM] Permission denied to write to this mailbox' : null,
          }
        : null,
      group: `g-${i}`,
    };
  });
}

export function fakeDetails(world: FakeWorld, operations: readonly Operation[]): ChangeDetail[] {
  return operations.map(({ id, intent }) => {
    if (!('messages' in intent)) return { id, total: 0, messages: [] };
    const { mailbox, uids } = intent.messages;
    const first = world.byKey.get(`${mailbox}/1/${uids.split(':')[0] ?? ''}` as MessageKey);
    return {
      id,
      total: countUids(uids),
      messages: first
        ? [{ key: first.key, mailbox, subject: first.subject, from: first.from, date: first.date }]
        : [],
    };
  });
}

export function fakeEnded(world: FakeWorld, count: number): EndedChange[] {
  return fakeChanges(world, count).map((operation, i) => ({
    operation: { ...operation, id: `ended-${i}` as Operation['id'], state: 'settling', reason: null },
    ended: world.now - i * 60_000,
    outcome: (['done', 'done', 'superseded', 'taken-back'] as const)[i % 4] ?? 'done',
    undoable: i % 4 === 0,
  }));
}

export function fakeAccountInsight(world: FakeWorld, id: AccountId): AccountInsight {
  const status = world.accounts.find(({ account }) => account.id === id) ?? world.accounts[0];
  const views = world.mailboxViews().filter(({ account }) => account === id);
  const online = status?.phase === 'idle' || status?.phase === 'syncing';
  return {
    account: id,
    label: status?.account.label ?? '',
    protocol: 'imap',
    host: status?.account.incoming.host ?? '',
    phase: status?.phase ?? 'offline',
    lastSync: status?.lastSync ?? null,
    retryAt: status?.retryAt ?? null,
    connections: online
      ? [
          { purpose: 'worker', mailbox: 'Archive', encrypted: true },
          { purpose: 'watcher', mailbox: 'INBOX', encrypted: true },
        ]
      : [],
    greeting: '[CAPABILITY IMAP4rev1 IDLE ENABLE ID LITERAL+ SASL-IR] Dovecot ready.',
    serverId: 'name Dovecot, version 2.3.19',
    capabilities: 'BINARY CONDSTORE ENABLE ESEARCH ID IDLE LIST-STATUS MOVE NAMESPACE QRESYNC UIDPLUS'.split(
      ' ',
    ),
    enabled: ['QRESYNC'],
    distrusted: [{ capability: 'LIST-STATUS', reason: { code: 'list-refused', details: {} } }],
    strategy: 'qresync',
    folders: views.map((view, i) => ({
      mailbox: view.id,
      name: view.name,
      role: view.role,
      generation: 1,
      uidValidity: 1_704_067_200 + i,
      uidNext: view.total + 18,
      highestModSeq: i === 4 ? null : String(904_412 + i * 17),
      objectId: '',
      local: view.total - (i === 3 ? 2 : 0),
      server: view.total,
      strategy: i === 4 ? 'flags' : 'qresync',
      provenAt: world.now - i * 500_000,
      floor: i === 3 ? 812 : 1,
      trouble:
        i === 5 ? { code: 'no-permission', server: 'a9 NO [NOPERM] You may not read this mailbox' } : null,
    })),
  };
}

/** Folders in every state there is, and a journey half done. */
export function fakeOffline(world: FakeWorld): OfflineStatus {
  const folders = world.mailboxViews().map((view, i): OfflineFolder => {
    const policy = world.policies.get(view.id) ?? null;
    const quiet = view.role === 'junk' || view.role === 'trash';
    const effective: KeepPolicy = policy ?? (quiet ? { kind: 'headers' } : { kind: 'days', days: 30 });
    const wanted = effective.kind === 'everything' ? view.total : Math.floor(view.total / 2);
    const short = i === 3 ? 40 : i === 9 ? 3 : 0;
    return {
      mailbox: view.id,
      account: view.account,
      policy,
      effective,
      wanted,
      kept: Math.max(0, wanted - short),
      bytes: wanted * 61_000,
      listing: i === 3,
      cut: i === 9 ? 1 : 0,
      failed: i === 9 ? 3 : 0,
      completeAt: short > 0 ? 0 : world.now - 600_000,
      local: false,
    };
  });
  return {
    folders,
    defaults: world.accounts.map(({ account }) => ({
      account: account.id,
      policy: { kind: 'days', days: 30 },
    })),
    paused: world.workOffline ? 'offline' : null,
    trip: world.trip,
  };
}

export const fakeTrip = (world: FakeWorld, days: number): Trip => ({
  since: world.now - days * 86_400_000,
  state: 'running',
  wanted: 412,
  kept: 180,
  bytes: 48_000_000,
  failed: 0,
});

export function fakeAway(world: FakeWorld): AwayReport {
  const at = (n: number): AwayReport['folders'][number]['mailbox'] => world.mailboxes[n]?.id ?? ('' as never);
  const none = { arrived: 0, read: 0, starred: 0, movedIn: 0, movedOut: 0, deleted: 0 };
  return {
    since: world.now - 9 * 3_600_000,
    folders: [
      { ...none, mailbox: at(0), arrived: 23, read: 4, movedOut: 2, deleted: 1 },
      { ...none, mailbox: at(3), movedIn: 2 },
      { ...none, mailbox: at(8), arrived: 1, starred: 1 },
    ],
  };
}

/** A comparison that takes its time, a step a folder; one folder differs in every way there is. */
export async function fakeAudit(
  world: FakeWorld,
  { run, account, mailbox }: { run: string; account: AccountId; mailbox: string | null },
  tell: (progress: AuditProgress) => void,
  pause: () => Promise<void>,
): Promise<AuditReport> {
  const views = world
    .mailboxViews()
    .filter((view) => view.account === account && (mailbox === null || view.id === mailbox));
  const folders: FolderAudit[] = [];
  for (const [i, view] of views.entries()) {
    tell({
      run,
      folder: view.name,
      folderNumber: i + 1,
      folders: views.length,
      done: Math.floor(view.total / 3),
      total: view.total,
    });
    await pause();
    const base = {
      account,
      mailbox: view.id,
      name: view.name,
      why: null,
      local: view.total,
      server: view.total,
      newer: i === 2 ? 4 : 0,
      notFetched: 0,
      changedSince: 0,
      differences: [],
      ms: 40,
    };
    if (i === 4)
      folders.push({
        ...base,
        outcome: 'not-compared',
        why: { code: 'no-permission', server: 'a9 NO [NOPERM] You may not read this mailbox' },
      });
    else if (view.role === 'archive' && !world.repaired)
      folders.push({
        ...base,
        outcome: 'different',
        local: view.total - 2,
        differences: (['missing-here', 'missing-there', 'flags', 'size', 'count'] as const).map(
          (kind, n) => ({
            kind,
            count: n === 2 ? 48 : n + 1,
            uids: kind === 'count' ? '' : '101:148',
            samples: [
              {
                uid: 101,
                subject: n === 0 ? '' : 'Invoice 2026-0417',
                here: '\\Seen',
                there: '\\Seen \\Flagged',
              },
              { uid: 102, subject: 'عنوان طويل', here: '18231', there: '18233' },
            ],
          }),
        ),
      });
    else folders.push({ ...base, outcome: 'equal' });
  }
  return { folders, messages: folders.reduce((sum, { local }) => sum + local, 0), ms: 2140 };
}

export function fakeMessageInsight(world: FakeWorld, ref: MessageRef): MessageInsight {
  const key = messageKey(ref);
  const message = world.byKey.get(key);
  const mailbox = world.mailboxes.find(({ id }) => id === ref.mailbox);
  return {
    subject: message?.subject ?? '',
    asked: key,
    ref,
    folder: mailbox?.name ?? '',
    account: world.accounts.find(({ account }) => account.id === mailbox?.account)?.account.label ?? '',
    current: true,
    known: message !== undefined,
    forwarding: [{ from: `${ref.mailbox}/1/7` as MessageKey, to: key }],
    identity: 'f:1764150000000.18231.QwErTyUiOpAsDfGhJkLz',
    messageId: 'CAF4x2c1b@mail.example.com',
    flags: flagNames(message?.flags ?? 0),
    size: message?.size ?? 0,
    internalDate: message?.date ?? null,
    body: world.fetched.has(key) ? 'here' : 'on-server',
    parts: [
      { section: '2', type: 'application/pdf', name: 'Harbour plan 2026.pdf', size: 1_284_000, here: false },
    ],
    operations: world.operations.slice(0, 1),
  };
}
