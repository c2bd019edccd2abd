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
  await api.snooze({ keys: [bench.key('INBOX', 'Letter 1')], until: Date.UTC(2090, 0, 1) });
  const { book } = bench.engine.snooze;
  const waits = { account: now.id, idHash: 7, until: Date.UTC(2091, 0, 1), back: null, sent: 5 };
  await bench.engine.parts.vault.appendAll([book.put({ ...waits, at: 5, ids: [7] })]);
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
      snoozed: [2, 0],
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
    expect(await next.ui.api.snoozed({})).toMatchObject([
      { until: Date.UTC(2090, 0, 1), back: null },
      { until: Date.UTC(2091, 0, 1), back: null, sent: 5 },
    ]);
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

describe('nothing that is here is overwritten, and nothing is sent again', () => {
  it('an account that is here gets what it lacks; what was changed since stays', async () => {
    const old = await computer(1);
    await lived(old);
    await backUp(old);
    const { api } = old.ui;
    const [half] = await api.drafts({});
    await api.saveDraft({
      id: half!.id,
      base: half!.version,
      content: { ...half!.content, text: 'Newer words' },
    });
    const [offer] = await api.templates({});
    const words = (await api.template({ id: offer!.id }))!.content;
    await api.saveTemplate({ id: offer!.id, name: 'Better offer', content: words });
    const now = await accountOf(old);
    const [first, second] = now.identities;
    await api.updateAccount({
      account: {
        ...now,
        label: 'Changed',
        identities: [
          { ...first!, signature: '' },
          { ...second!, signature: 'Mine' },
        ],
      },
    });
    await api.updateSettings({ theme: 'light', rules: [] });
    const job = await restore(old);
    expect(job).toMatchObject({ state: 'done', problems: [] });
    expect(counts(job)).toMatchObject({ account: [1, 0], template: [0, 1], rule: [1, 0], draft: [1, 0] });
    const account = await accountOf(old);
    expect(account.label).toBe('Changed');
    expect(account.identities.map(({ signature }) => signature)).toEqual(['Ada', 'Mine']);
    expect(await api.templates({})).toMatchObject([{ name: 'Better offer' }]);
    expect((await api.drafts({}))[0]?.content.text).toBe('Newer words');
    const versions = await api.draftVersions({ id: half!.id });
    expect(versions.map(({ content }) => content.text)).toContain('');
    expect(await api.settings({})).toMatchObject({ theme: 'light', rules: [{ id: 'r1' }] });
    expect(counts(await restore(old))).toMatchObject({ account: [0, 1], draft: [0, 1], rule: [0, 1] });
  }, 60_000);

  /** A backup made while a letter was waiting, on a computer that burns down. */
  async function waiting(): Promise<{ old: Bench; messageId: string }> {
    const old = await computer(1);
    await old.offline(true);
    await send(old, 'On its way');
    const [item] = await outbox(old);
    await old.files.makeFolder('/safe');
    const { job } = await old.ui.api.startBackup({
      account: old.account.id,
      place: await place(old, 'backup', '/safe/ada'),
    });
    await vi.waitFor(() => expect(old.files.files.has('/safe/ada/kept.jsonl')).toBe(true));
    await old.ui.api.stopJob({ job });
    await ended(old, job);
    return { old, messageId: item!.messageId };
  }
  const login = async (bench: Bench): Promise<void> => {
    const { id } = (bench.account = await accountOf(bench));
    await bench.ui.api.setPassword({ account: id, direction: 'both', password: 'secret', secrets: 'secure' });
  };

  it('a letter that was on its way does not go by itself: it is looked for, and asked about', async () => {
    const { old } = await waiting();
    const next = await fresh(2, old);
    expect(counts(await restore(next))).toMatchObject({ outbox: [1, 0] });
    await login(next);
    await vi.waitFor(
      async () =>
        expect(await outbox(next)).toMatchObject([
          { state: 'uncertain', subject: 'On its way', reason: { code: 'not-found-in-sent' } },
        ]),
      5_000,
    );
    expect(accepted(next)).toEqual([]);
    expect(counts(await restore(next))).toMatchObject({ outbox: [0, 1] });
    const [item] = await outbox(next);
    await next.ui.api.resolveSend({ id: item!.id, as: 'send-again' });
    await vi.waitFor(async () => expect(await outbox(next)).toEqual([]), 5_000);
    expect(accepted(next)).toEqual(['On its way']);
    // The ledger knows by now: the same backup brings it back no more.
    expect(counts(await restore(next))).toMatchObject({ outbox: [0, 1] });
    expect(await outbox(next)).toEqual([]);
  }, 60_000);

  it('one that went out after the backup is found in Sent', async () => {
    const { old, messageId } = await waiting();
    const next = await fresh(2, old);
    next.world.append(
      next.world.account('ada@tern.example'),
      next.box('Sent'),
      `Message-ID: <${messageId.replace(/[<>]/g, '')}>\r\nSubject: On its way\r\n\r\nTuesday\r\n`,
    );
    await restore(next);
    await login(next);
    await vi.waitFor(async () => expect(await outbox(next)).toEqual([]), 5_000);
    expect(accepted(next)).toEqual([]);
    expect(next.there('Sent')).toEqual(['On its way']);
  }, 60_000);
});

describe('a backup that is not as it was written', () => {
  const text = (bench: Bench): string => bench.files.text('/safe/ada/kept.jsonl');
  const rewrite = (bench: Bench, how: (lines: string[]) => string[]): void =>
    bench.files.plant('/safe/ada/kept.jsonl', how(text(bench).split('\n')).join('\n'));

  it('of an earlier Tern has only mail, and is restored as before', async () => {
    const old = await computer(1);
    await backUp(old);
    old.files.files.delete('/safe/ada/kept.jsonl');
    const token = await place(old, 'restore', '/safe/ada');
    expect(await old.ui.api.inspectImport({ place: token })).toMatchObject({ kept: null });
    const { job } = await old.ui.api.startImport({
      place: token,
      mailboxes: [0],
      into: { folder: 'R' },
      kept: true,
    });
    expect(await ended(old, job)).toMatchObject({
      state: 'done',
      messages: { done: 3 },
      kept: [],
      problems: [],
    });
  }, 60_000);

  it('tells of damaged lines and missing files, brings back the rest, and is mended by the next backup', async () => {
    const old = await computer(1);
    await lived(old);
    await backUp(old);
    const picture = (await accountOf(old)).identities[1]!.signaturePictures![0]!.blob;
    const next = await fresh(2, old);
    next.files.files.delete(`/safe/ada/files/${picture}`);
    rewrite(next, (lines) =>
      lines.map((line) =>
        line.includes('"kind":"template"') ? line.replace('Our offer', 'My offer') : line,
      ),
    );
    const token = await place(next, 'restore', '/safe/ada');
    const check = await ended(next, (await next.ui.api.startVerify({ place: token })).job);
    expect(check.problems.map(({ code }) => code)).toEqual(['kept-damaged', 'missing']);
    const job = await restore(next);
    expect(job.problems.map(({ code }) => code).sort()).toEqual(['kept-damaged', 'kept-file-missing']);
    expect(counts(job)).toMatchObject({ account: [1, 0], draft: [1, 0] });
    expect(counts(job).template).toBeUndefined();
    expect((await accountOf(next)).identities[1]).toMatchObject({
      signature: 'Ada L., Works',
      signaturePictures: [],
    });

    carry(next, old);
    old.files.files.delete(`/safe/ada/files/${picture}`);
    expect((await backUp(old)).problems).toEqual([{ mailbox: '', which: '', code: 'kept-mended' }]);
    expect((await backUp(old)).problems).toEqual([]);
    // Of the right size and with other bytes: only reading it back shows it.
    old.files.plant(`/safe/ada/files/${picture}`, 'pictusq');
    expect(await backUp(old)).toMatchObject({ state: 'done', problems: [] });
    expect(old.files.text(`/safe/ada/files/${picture}`)).toBe('picture');
  }, 60_000);

  it('cut off half way is told, and what is there is brought back', async () => {
    const old = await computer(1);
    await lived(old);
    await backUp(old);
    const next = await fresh(2, old);
    next.files.plant('/safe/ada/kept.jsonl', text(old).slice(0, text(old).length / 2));
    const job = await restore(next);
    expect(job.state).toBe('done');
    expect(job.problems.map(({ code }) => code)).toContain('kept-damaged');
    expect(counts(job)).toMatchObject({ account: [1, 0] });
  }, 60_000);

  it('written by somebody who means harm sends nothing, connects nowhere and takes nothing away', async () => {
    const old = await computer(1);
    await lived(old);
    await backUp(old);
    const sum = (value: unknown[]): string =>
      old.engine.parts.crypto.sha256Hex(new TextEncoder().encode(JSON.stringify(value)));
    const line = (kind: string, id: string, value: unknown): string => {
      const it = { kind, id, profile: 'p', gone: null, files: [], value };
      return JSON.stringify({ ...it, sha256: sum([kind, id, 'p', null, [], value]) });
    };
    const config = await accountOf(old);
    const next = await computer(2);
    carry(old, next);
    const mine = await accountOf(next);
    const lines = [
      // Another server for an account that is here, under its own id.
      line('account', mine.id, {
        config: { ...mine, incoming: { ...mine.incoming, host: 'evil.example' } },
        policy: null,
      }),
      line('folder', 'bad', {
        known: { ...old.engine.registry.get(old.idOf('Archive')), id: 'bad', wire: 'a\r\nA1 DELETE INBOX' },
        policy: null,
      }),
      line('rule', 'r', { id: 'r', name: 'x' }),
      line('later', 'x', { any: 'thing' }),
      line('sent', 'm', { account: 'a'.repeat(300), at: {} }),
      line('settings', 's', { theme: 'pink' }),
    ];
    rewrite(next, () => [...lines, JSON.stringify({ kind: 'end', lines: lines.length }), '']);
    const job = await restore(next);
    expect(job.state).toBe('done');
    expect(job.problems.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'kept-unknown'));
    expect(await accountOf(next)).toEqual(mine);
    expect(config.incoming.host).toBe(mine.incoming.host);
  }, 60_000);

  it('is not emptied by a new computer on which the account was set up by hand', async () => {
    const old = await computer(1);
    await lived(old);
    await backUp(old);
    const next = await computer(2);
    carry(old, next);
    expect(await backUp(next)).toMatchObject({ state: 'done', problems: [] });
    const third = await fresh(3, next);
    const job = await restore(third);
    expect(counts(job)).toMatchObject({ template: [1, 0], draft: [1, 0], rule: [1, 0] });
    expect((await third.ui.api.status({})).accounts).toHaveLength(1);
    expect((await accountOf(third)).identities.map(({ signature }) => signature)).toEqual([
      'Ada',
      'Ada L., Works',
    ]);
    // What is removed where it was written is gone from then on, and not brought back.
    const [offer] = await old.ui.api.templates({});
    await old.ui.api.removeTemplate({ id: offer!.id });
    await backUp(old);
    expect(text(old)).toContain('Our offer');
    expect(counts(await restore(await fresh(4, old))).template).toBeUndefined();
  }, 60_000);

  it('onto a disk without room fails in words, and is whole when there is room', async () => {
    const old = await computer(1);
    await lived(old);
    old.files.room = 600;
    expect(await backUp(old)).toMatchObject({ state: 'failed', error: { code: 'disk-enospc' } });
    old.files.room = Number.POSITIVE_INFINITY;
    expect(await backUp(old)).toMatchObject({ state: 'done', problems: [] });
  }, 60_000);
});
