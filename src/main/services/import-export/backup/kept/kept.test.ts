import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AccountConfig, Identity } from '@shared/contract/account';
import type { DraftContent, OutboxItem } from '@shared/contract/compose';
import type { Job, KeptKind, PlacePurpose } from '@shared/contract/import-export';
import { signaturePictureId } from '@shared/model/inline-picture';
import { Bench } from '../../../../../../tests/fakes/bench';
import { SeededCrypto } from '../../../../../../tests/fakes/seeded-crypto';

/** What a backup holds besides mail: saved, and brought back on another computer. */
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.stop();
});

async function computer(seed: number): Promise<Bench> {
  const bench = new Bench('everything', { crypto: new SeededCrypto(seed) });
  benches.push(bench);
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
  return bench;
}
/** A computer on which nobody has set up anything, with the disk of another one. */
async function fresh(seed: number, from: Bench): Promise<Bench> {
  const bench = new Bench('everything', { crypto: new SeededCrypto(seed) });
  benches.push(bench);
  await bench.start();
  await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
  carry(from, bench);
  return bench;
}
function carry(from: Bench, to: Bench): void {
  for (const [path, bytes] of from.files.files) to.files.plant(path, bytes);
}

const place = async (bench: Bench, purpose: PlacePurpose, path: string): Promise<string> =>
  (await bench.ui.api.namePlace({ purpose, path })).token;
const ended = (bench: Bench, id: string): Promise<Job> =>
  vi.waitFor(
    async () => {
      const found = (await bench.ui.api.jobs({})).find((job) => job.id === id && job.ended !== null);
      if (!found) throw new Error('it still runs');
      return found;
    },
    { timeout: 10_000, interval: 10 },
  );
async function backUp(bench: Bench, account: AccountConfig['id'] | null = bench.account.id): Promise<Job> {
  await bench.files.makeFolder('/safe');
  const to = await place(bench, 'backup', '/safe/ada');
  return ended(bench, (await bench.ui.api.startBackup({ account, place: to })).job);
}
async function restore(bench: Bench): Promise<Job> {
  const token = await place(bench, 'restore', '/safe/ada');
  await bench.ui.api.inspectImport({ place: token });
  const { job } = await bench.ui.api.startImport({
    place: token,
    mailboxes: [],
    into: { folder: 'Restored' },
    kept: true,
  });
  return ended(bench, job);
}
const counts = ({ kept }: Job): Partial<Record<KeptKind, [number, number]>> =>
  Object.fromEntries(kept.map(({ kind, done, already }) => [kind, [done, already]]));
const accountOf = async (bench: Bench): Promise<AccountConfig> => {
  const [one] = (await bench.ui.api.status({})).accounts;
  if (!one) throw new Error('no account');
  return one.account;
};
const identity = (part: Partial<Identity>): Identity => ({
  id: 'work',
  name: 'Ada L.',
  address: 'ada@work.example',
  replyTo: '',
  organization: '',
  signature: '',
  bccSelf: false,
  ...part,
});
const put = async (bench: Bench, text: string): Promise<string> =>
  (await bench.engine.shelf.put(new TextEncoder().encode(text))).hash;
const attachment = <C extends string | null>(blob: string, name: string, contentId: C) => ({
  blob,
  name,
  type: 'image/png',
  size: 10,
  contentId,
});
async function draft(bench: Bench, change: Partial<DraftContent>) {
  const made = await bench.ui.api.newDraft({ account: bench.account.id, to: '' });
  const content = {
    ...made.content,
    text: 'Tuesday',
    to: [{ name: '', address: 'bo@far.example' }],
    ...change,
  };
  return bench.ui.api.saveDraft({ id: made.id, base: made.version, content });
}
async function send(bench: Bench, subject: string): Promise<void> {
  const { id, version, content } = await draft(bench, { subject });
  await bench.ui.api.send({ id, base: version, content, at: null });
}
const outbox = (bench: Bench): Promise<readonly OutboxItem[]> => bench.ui.api.outbox({});
const accepted = (bench: Bench): string[] =>
  bench.world.accepted.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1] ?? '');

/** Everything that a person has besides mail. */
async function lived(bench: Bench): Promise<void> {
  const { api } = bench.ui;
  const [picture, letterhead, plan] = await Promise.all(
    ['picture', 'letterhead', 'plan'].map((t) => put(bench, t)),
  );
  const now = await accountOf(bench);
  await api.updateAccount({
    account: {
      ...now,
      label: 'Ada at home',
      color: 5,
      incoming: { ...now.incoming, pinnedFingerprint: 'ab'.repeat(32) },
      identities: [
        { ...now.identities[0]!, signature: 'Ada' },
        identity({
          signature: 'Ada L., Works',
          signatureHtml: `<p>Ada L.<img src="cid:${signaturePictureId(picture!)}"></p>`,
          signaturePictures: [attachment(picture!, 'logo.png', signaturePictureId(picture!))],
        }),
      ],
    },
  });
  await bench.quiet();
  await api.saveTemplate({
    id: null,
    name: 'Offer',
    content: {
      subject: 'Our offer',
      text: 'Dear {name}',
      html: null,
      attachments: [attachment(letterhead!, 'head.png', null)],
    },
  });
  const half = await draft(bench, {
    subject: 'Half a letter',
    identity: 'work',
    attachments: [attachment(plan!, 'plan.png', null)],
  });
  await api.saveDraft({ id: half.id, base: half.version, content: { ...half.content, text: '' } });
  await send(bench, 'Went out');
  await vi.waitFor(async () => expect(await outbox(bench)).toEqual([]), 5_000);
  await bench.quiet();
  const archive = bench.idOf('Archive');
  await api.setKeepPolicy({ account: now.id, mailbox: archive, policy: { kind: 'days', days: 30 } });
  await api.setKeepPolicy({ account: now.id, mailbox: null, policy: { kind: 'days', days: 7 } });
  await api.updateSettings({
    theme: 'dark',
    trustedSenders: ['bo@tern.example'],
    blocked: [{ entry: 'spam@bad.example', at: 1 }],
    savedSearches: [
      { id: 's1', name: 'From Bo', text: 'from:bo', scope: { kind: 'mailbox', mailbox: archive } },
    ],
    rules: [
      {
        id: 'r1',
        name: 'Bo to Archive',
        on: true,
        match: 'all',
        conditions: [
          { kind: 'account', account: now.id },
          { kind: 'text', field: 'from', how: 'contains', text: 'bo@' },
        ],
        actions: [{ kind: 'move', to: archive }],
        stop: true,
        paused: false,
      },
    ],
    ui: { tags: ['Harbour'], composeRich: false },
  });
  await api.mute({ keys: [bench.key('INBOX', 'Letter 2')] });
  await bench.engine.settings.change(() => ({
    leftLists: { [`${now.id} news.example`]: { at: 5, how: 'mail' } },
  }));
}

describe('a backup holds what a person would miss', () => {
  it('and on a new computer all of it is there again, but no secret', async () => {
    const old = await computer(1);
    await lived(old);
    await old.offline(true);
    await send(old, 'Was on its way');
    await vi.waitFor(async () => expect(await outbox(old)).toHaveLength(1));
    const before = await accountOf(old);
    // The mail itself is on the server, which is away: what is dearest is saved all the same.
    const to = await place(old, 'backup', '/ada').catch(async () => place(old, 'backup', '/safe'));
    const { job } = await old.ui.api.startBackup({ account: before.id, place: to });
    await vi.waitFor(() =>
      expect([...old.files.files.keys()].some((path) => path.endsWith('kept.jsonl'))).toBe(true),
    );
    await old.ui.api.stopJob({ job });
    await ended(old, job);
    await old.offline(false);
    await vi.waitFor(async () => expect(await outbox(old)).toEqual([]), 5_000);
    await old.quiet();

    const { problems } = await backUp(old);
    expect(problems).toEqual([]);
    const all = [...old.files.files.values()]
      .map((bytes) => Buffer.from(bytes).toString('latin1'))
      .join('\n');
    expect(all).not.toMatch(/secret|abababab/i);

    const next = await fresh(2, old);
    const job2 = await restore(next);
    expect(job2).toMatchObject({ state: 'done', problems: [] });
    expect(counts(job2)).toMatchObject({
      account: [1, 0],
      draft: [1, 0],
      template: [1, 0],
      rule: [1, 0],
      search: [1, 0],
      blocked: [1, 0],
      trusted: [1, 0],
      tag: [1, 0],
      muted: [1, 0],
      'left-list': [1, 0],
      settings: [1, 0],
      sent: [2, 0],
    });
    const { incoming, ...account } = await accountOf(next);
    const { pinnedFingerprint: _pin, ...server } = before.incoming;
    expect(account).toEqual({ ...before, incoming: undefined, ...account });
    expect(incoming).toEqual(server);
    expect(account.identities).toEqual(before.identities);
    const picture = account.identities[1]?.signaturePictures?.[0]?.blob ?? '';
    expect(Buffer.from(await next.engine.parts.vault.blobs.get(picture as never)).toString()).toBe('picture');

    const [written] = await next.ui.api.drafts({});
    expect(written?.content).toMatchObject({ subject: 'Half a letter', identity: 'work' });
    expect(await next.ui.api.draftVersions({ id: written!.id })).toMatchObject([
      { content: { text: 'Tuesday' } },
    ]);
    const [template] = await next.ui.api.templates({});
    expect(template).toMatchObject({ name: 'Offer', files: 1 });
    const settings = await next.ui.api.settings({});
    const archive = old.idOf('Archive');
    expect(settings).toMatchObject({
      theme: 'dark',
      trustedSenders: ['bo@tern.example'],
      blocked: [{ entry: 'spam@bad.example' }],
      rules: [{ id: 'r1', paused: false, actions: [{ to: archive }] }],
      savedSearches: [{ scope: { mailbox: archive } }],
      leftLists: { [`${before.id} news.example`]: { how: 'mail' } },
      ui: { tags: ['Harbour'], composeRich: false },
    });
    expect(await next.ui.api.mutes({})).toHaveLength(1);
    const { policies } = next.engine.keeping;
    expect(policies.own(archive)).toEqual({ kind: 'days', days: 30 });
    expect(policies.ofAccount(before.id)).toEqual({ kind: 'days', days: 7 });
    expect(accepted(next)).toEqual([]);

    // Twice is once.
    const again = await restore(next);
    expect(again.problems).toEqual([]);
    expect(again.kept.filter(({ done }) => done > 0)).toEqual([]);
    expect((await next.ui.api.status({})).accounts).toHaveLength(1);
    // Nothing that it refers to is swept away by a start.
    await next.kill();
    await next.start();
    expect(Buffer.from(await next.engine.parts.vault.blobs.get(picture as never)).toString()).toBe('picture');
  }, 60_000);

  it('asks for the password, finds its folders under their names again, and then reads the mail', async () => {
    const old = await computer(1);
    await lived(old);
    await backUp(old);
    const next = await fresh(2, old);
    next.deliver('INBOX', 1, 3);
    await restore(next);
    const account = await accountOf(next);
    next.account = account;
    await vi.waitFor(async () =>
      expect((await next.ui.api.status({})).accounts[0]?.phase).toBe('needs-password'),
    );
    await next.ui.api.setPassword({
      account: account.id,
      direction: 'both',
      password: 'secret',
      secrets: 'secure',
    });
    await next.quiet();
    expect(next.idOf('Archive')).toBe(old.idOf('Archive'));
    expect((await next.ui.api.settings({})).rules).toMatchObject([{ paused: false }]);
  }, 60_000);
});
