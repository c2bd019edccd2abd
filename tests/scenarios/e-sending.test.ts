import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Draft, DraftContent, OutboxItem } from '@shared/contract/compose';
import { type OutboxId, parseMessageKey } from '@shared/model/ids';
import { isMailError } from '@shared/errors/mail-error';
import { Bench, type HastyClock, OTHER, USER } from '../fakes/bench';

let bench: Bench;

async function given(options: ConstructorParameters<typeof Bench>[1] = {}): Promise<void> {
  bench = new Bench('everything', options);
  await bench.start();
  await bench.quiet();
  await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
}

const to = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }));

async function draftWith(change: Partial<DraftContent>, account = bench.account.id): Promise<Draft> {
  const made = await bench.ui.api.newDraft({ account, to: '' });
  const content = { ...made.content, subject: 'Plan', text: 'Tuesday', to: to('bo@far.example'), ...change };
  return bench.ui.api.saveDraft({ id: made.id, base: made.version, content });
}
async function send(change: Partial<DraftContent> = {}, at: number | null = null): Promise<OutboxId> {
  const { id, version, content } = await draftWith(change);
  return (await bench.ui.api.send({ id, base: version, content, at })).id;
}
const outbox = (): Promise<OutboxItem[]> => bench.ui.api.outbox({});
const accepted = (): string[] =>
  bench.world.accepted.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1] ?? '');
/** Resolves once the outbox is empty, and what there is to file is filed. */
async function allGone(): Promise<void> {
  await vi.waitFor(async () => expect(await outbox()).toEqual([]), 5_000);
  await bench.quiet();
}
const inState = (state: OutboxItem['state']): Promise<OutboxItem> =>
  vi.waitFor(async () => {
    const item = (await outbox()).find((one) => one.state === state);
    if (!item)
      throw new Error((await outbox()).map((one) => `${one.state} ${one.reason?.code ?? ''}`).join());
    return item;
  }, 5_000);

describe('E. sending', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each([true, false])(
    'E1 cut after the final dot: not sent again, asked about (taken: %s)',
    async (execute) => {
      await given();
      bench.smtp.add({ verb: '.', nth: 1, act: { do: 'cut', execute } });
      await send();
      const item = await inState('uncertain');
      await vi.waitFor(
        async () => expect((await outbox())[0]?.reason?.code).toBe('not-found-in-sent'),
        5_000,
      );
      for (let i = 0; i < 3; i++) await bench.ui.api.syncNow({ account: null, mailbox: null });
      await bench.quiet();
      expect(accepted()).toHaveLength(execute ? 1 : 0);
      await bench.ui.api.resolveSend({ id: item.id, as: execute ? 'sent' : 'send-again' });
      await allGone();
      expect(accepted()).toHaveLength(1);
      expect(bench.there('Sent')).toEqual(['Plan']);
    },
  );

  it('E1 written to oneself as well: found in the inbox, settled without a question', async () => {
    await given();
    bench.smtp.add({ verb: '.', nth: 1, act: { do: 'cut', execute: true } });
    await send({ to: to('bo@far.example', USER) });
    await allGone();
    expect(accepted()).toHaveLength(1);
    expect(bench.there('Sent')).toEqual(['Plan']);
  });

  it.each(['MAIL', 'RCPT', 'DATA', '.'])(
    'E2/E3 killed at %s: sent once or asked about, never stuck',
    async (verb) => {
      for (const execute of [false, true]) {
        await given();
        const killed = new Promise<void>((resolve) => {
          const kill = (): void => void bench.kill().then(resolve);
          bench.smtp.add({ verb, nth: 1, act: { do: execute ? 'afterwards' : 'meanwhile', run: kill } });
          bench.smtp.add({ verb, nth: 1, act: { do: 'silence', execute } });
        });
        await send();
        await killed;
        bench.smtp.clear();
        await bench.start();
        if (verb === '.') {
          const item = await inState('uncertain');
          await bench.quiet();
          expect(accepted()).toHaveLength(execute ? 1 : 0);
          await bench.ui.api.resolveSend({ id: item.id, as: execute ? 'sent' : 'send-again' });
        }
        await allGone();
        expect(accepted()).toEqual(['Plan']);
        expect(bench.there('Sent')).toEqual(['Plan']);
        if (!execute) await bench.stop();
      }
    },
  );

  it('E4 opened for editing while the queue runs: the old version is not sent, the edited one once', async () => {
    await given();
    // The first holds the line while the second is taken back.
    let taken: Awaited<ReturnType<typeof bench.ui.api.undoSend>> | null = null;
    let second = '' as OutboxId;
    const done = new Promise<void>((resolve, reject) => {
      bench.smtp.add({
        verb: 'DATA',
        nth: 1,
        act: {
          do: 'meanwhile',
          run: () =>
            void bench.ui.api.undoSend({ id: second }).then((answer) => {
              taken = answer;
              resolve();
            }, reject),
        },
      });
    });
    await bench.offline(true);
    await send({ subject: 'First' });
    second = await send({ subject: 'Second', text: 'old words' });
    await bench.offline(false);
    await done;
    const { draft } = taken as unknown as { draft: Draft };
    await bench.ui.api.send({
      id: draft.id,
      base: draft.version,
      content: { ...draft.content, text: 'new words' },
    });
    await allGone();
    expect(accepted()).toEqual(['First', 'Second']);
    expect(bench.world.accepted[1]?.raw).toContain('new words');
  });

  it('E5 accepted, but Sent is refused: it counts as sent, filing is tried again, nothing goes out twice', async () => {
    await given();
    bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'answer', reply: 'NO [UNAVAILABLE] later' } });
    await send();
    await vi.waitFor(() => expect(bench.engine.queue.all()[0]?.nextTry).toBeGreaterThan(0), 5_000);
    expect(await outbox()).toEqual([]);
    expect(accepted()).toEqual(['Plan']);
    bench.jump(60_000);
    bench.engine.runners.get(bench.account.id)?.operationsWaiting();
    await allGone();
    expect(accepted()).toEqual(['Plan']);
    expect(bench.there('Sent')).toEqual(['Plan']);
  });

  it.each([0, 60])('E6 a server that files by itself (after %d ms): exactly one copy', async (delay) => {
    bench = new Bench('gmail');
    await bench.start();
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    const sent = bench.box('Sent');
    const { world } = bench;
    world.onAccepted(({ raw }) => {
      setTimeout(() => world.append(world.account(USER), sent, raw), delay);
    });
    await vi.waitFor(
      () => expect(bench.engine.registry.withRole(bench.account.id, 'sent')).toBeDefined(),
      5_000,
    );
    await send();
    await vi.waitFor(async () => expect(await outbox()).toEqual([]), 5_000);
    await vi.waitFor(() => {
      // Looked for, and looked for again some seconds later.
      if (sent.messages.length > 0) bench.jump(5_000);
      bench.engine.runners.get(bench.account.id)?.operationsWaiting();
      expect(bench.engine.queue.all()).toEqual([]);
    }, 5_000);
    expect(sent.messages).toHaveLength(1);
    expect(bench.verbs('APPEND')).toEqual([]);
  });

  it.each([true, false])('E7 the APPEND to Sent is cut: one copy (executed: %s)', async (execute) => {
    await given();
    bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'cut', execute } });
    await send();
    await allGone();
    expect(bench.there('Sent')).toEqual(['Plan']);
  });

  it('E8 some refused: a result for each, and only the refused are offered again', async () => {
    await given();
    const full = { do: 'answer', reply: '552 5.2.2 Mailbox full' } as const;
    bench.smtp.add({ verb: 'RCPT', match: /full@/, nth: 1, act: full });
    const id = await send({ to: to('bo@far.example', 'full@far.example'), cc: to('cy@far.example') });
    const item = await inState('refused');
    expect(item.recipients).toMatchObject([
      { address: 'bo@far.example', state: 'accepted' },
      { address: 'full@far.example', state: 'refused', code: 'mailbox-full' },
      { address: 'cy@far.example', state: 'accepted' },
    ]);
    await bench.quiet();
    expect(bench.there('Sent')).toEqual(['Plan']);
    await bench.ui.api.retrySend({ id });
    await allGone();
    expect(bench.world.accepted.map((mail) => mail.to)).toEqual([
      ['bo@far.example', 'cy@far.example'],
      ['full@far.example'],
    ]);
    expect(bench.there('Sent')).toEqual(['Plan']);
  });

  it('E8 editing it again keeps only those who do not have it', async () => {
    await given();
    bench.smtp.add({ verb: 'RCPT', match: /bda@/, act: { do: 'answer', reply: '550 5.1.1 No such user' } });
    const id = await send({ to: to('bo@far.example', 'bda@far.example') });
    await inState('refused');
    const { draft } = await bench.ui.api.undoSend({ id });
    expect(draft?.content.to).toEqual(to('bda@far.example'));
    expect(await outbox()).toEqual([]);
  });

  it('E9 a wrong password consumes nothing and pauses; the right one sends', async () => {
    await given();
    bench.smtp.add({ verb: 'AUTH', times: 1, act: { do: 'answer', reply: '535 5.7.8 no' } });
    await send();
    await vi.waitFor(
      async () => expect((await outbox())[0]).toMatchObject({ state: 'queued', tries: 0 }),
      5_000,
    );
    expect((await outbox())[0]?.reason?.code).toBe('auth-failed');
    await bench.ui.api.setPassword({ account: bench.account.id, direction: 'outgoing', password: 'secret' });
    await allGone();
    expect(accepted()).toEqual(['Plan']);
  });

  it.each([
    ['MAIL', '451 4.3.0 Try later', 'retry', 'try-later'],
    ['MAIL', '552 5.3.4 Message too big', 'refused', 'too-large'],
    ['.', '554 5.7.1 Looks like spam', 'refused', 'policy'],
  ])('E9 %s answered %s: %s', async (verb, reply, state, code) => {
    await given();
    bench.smtp.add({ verb, nth: 1, act: { do: 'answer', reply } });
    const id = await send();
    const item = await inState(state as OutboxItem['state']);
    expect(item.reason).toMatchObject({ code, server: reply });
    if (state === 'retry') expect(item.at).toBeGreaterThan(bench.clock.now());
    await bench.ui.api.retrySend({ id });
    await allGone();
    expect(accepted()).toEqual(['Plan']);
  });

  it('E10 written offline for two accounts: each by its own server, no mixing', async () => {
    await given({ second: 'everything' });
    const other = (await bench.ui.api.status({})).accounts.find(
      ({ account }) => account.label === OTHER,
    )?.account;
    if (!other) throw new Error('no second account');
    await bench.offline(true);
    await send({ subject: 'From Ada', text: 'words of Ada' });
    const draft = await draftWith({ subject: 'From Cy', text: 'words of Cy' }, other.id);
    await bench.ui.api.send({ id: draft.id, base: draft.version, content: draft.content });
    await bench.offline(false);
    await vi.waitFor(async () => expect(await outbox()).toEqual([]), 5_000);
    const mails = new Map(bench.world.accepted.map((mail) => [mail.from, mail.raw]));
    expect(mails.get(USER)).toContain('words of Ada');
    expect(mails.get(USER)).not.toContain('words of Cy');
    expect(mails.get(OTHER)).toContain('words of Cy');
    expect(mails.size).toBe(2);
  });

  it('E11 a vault from before the sending does not send again what the ledger knows', async () => {
    await given();
    await bench.offline(true);
    const id = await send();
    const kept = bench.engine.outbox.table.get(id);
    await bench.offline(false);
    await allGone();
    if (!kept) throw new Error('nothing was kept');
    await bench.engine.parts.vault.appendAll([bench.engine.outbox.table.put(id, kept)]);
    bench.engine.outbox.wake(bench.account.id);
    await vi.waitFor(async () => expect(await outbox()).toEqual([]), 5_000);
    expect(accepted()).toEqual(['Plan']);
  });

  it('E11 a profile from before the sending, of this very hour: it is looked for before it goes out', async () => {
    await given();
    await bench.offline(true);
    await send();
    await bench.kill();
    const image = bench.disk;
    const startFromImage = async (): Promise<void> => {
      bench.disk = image.crash();
      await bench.start();
      await bench.offline(false);
      await allGone();
      expect(accepted()).toEqual(['Plan']);
    };
    await startFromImage();
    await bench.kill();
    await startFromImage();
  });

  it('E12 to be sent later: goes out then; asked about when the computer slept through it', async () => {
    await given();
    const clock = bench.clock as HastyClock;
    const at = clock.now() + 3_600_000;
    const id = await send({ subject: 'Later' }, at);
    expect(await inState('held')).toMatchObject({ scheduled: at, at });
    // A clock set back a day changes nothing.
    clock.offset -= 86_400_000;
    bench.engine.outbox.wake(bench.account.id);
    await bench.quiet();
    expect(accepted()).toEqual([]);
    clock.offset += 86_400_000 + 3_600_000;
    bench.engine.outbox.wake(bench.account.id);
    await allGone();
    expect(accepted()).toEqual(['Later']);
    expect(bench.engine.outbox.table.has(id)).toBe(false);

    const slept = await send({ subject: 'Slept through' }, clock.now() + 3_600_000);
    await bench.kill();
    clock.offset += 8 * 3_600_000;
    await bench.start();
    await inState('missed');
    await bench.quiet();
    expect(accepted()).toEqual(['Later']);
    await bench.ui.api.retrySend({ id: slept });
    await allGone();
    expect(accepted()).toEqual(['Later', 'Slept through']);
  });

  it('E12 what was missed can get another time', async () => {
    await given();
    const clock = bench.clock as HastyClock;
    const id = await send({}, clock.now() + 3_600_000);
    clock.offset += 8 * 3_600_000;
    bench.engine.outbox.wake(bench.account.id);
    await inState('missed');
    const at = clock.now() + 3_600_000;
    await bench.ui.api.rescheduleSend({ id, at });
    expect(await inState('held')).toMatchObject({ at, scheduled: at });
    clock.offset += 3_600_000;
    bench.engine.outbox.wake(bench.account.id);
    await allGone();
    expect(accepted()).toEqual(['Plan']);
  });

  it('E13 taken back within the time: certain; afterwards it says that it is too late', async () => {
    await given();
    await bench.ui.api.updateSettings({ undoSendSeconds: 60 });
    const id = await send();
    const answer = await bench.ui.api.undoSend({ id });
    expect(answer).toMatchObject({ taken: true, draft: { content: { subject: 'Plan' } } });
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    const gone = await send({ subject: 'Gone' });
    await allGone();
    expect(await bench.ui.api.undoSend({ id: gone })).toEqual({ taken: false, draft: null });
    expect(accepted()).toEqual(['Gone']);
  });

  it('E14 O-01 line ends in address, subject and name start nothing; O-04 Bcc is in the envelope and in Sent alone', async () => {
    await given();
    await expect(send({ to: to('bo@far.example>\r\nRCPT TO:<evil@far.example') })).rejects.toSatisfy(
      (error) => isMailError(error) && error.code === 'bad-address',
    );
    await send({
      subject: 'Hi\r\nBcc: evil@far.example\r\n\r\nbody',
      to: [{ name: 'Bo\r\nX-Evil: 1', address: 'bo@far.example' }],
      bcc: to('hidden@far.example'),
    });
    await allGone();
    const [mail] = bench.world.accepted;
    expect(mail?.to).toEqual(['bo@far.example', 'hidden@far.example']);
    expect(mail?.raw).not.toMatch(/hidden@|^X-Evil|^Bcc/im);
    expect(bench.smtp.log.filter(({ verb }) => verb === 'RCPT')).toHaveLength(2);
    const filed = bench.box('Sent').messages.map((m) => m.content.raw);
    expect(filed).toEqual([expect.stringMatching(/^Bcc: hidden@far\.example\r$/m)]);
  });

  it('O-07 says nothing of this computer, its program or its clock zone', async () => {
    await given();
    await send();
    await allGone();
    const raw = bench.world.accepted[0]?.raw ?? '';
    expect(raw).toMatch(/^Date: .* \+0000\r$/m);
    expect(raw).toMatch(/^Message-ID: <[^@>]+@tern\.example>\r$/m);
    expect(raw).not.toMatch(
      /^(?:User-Agent|X-Mailer|X-Originating-IP|X-Tern-Draft|Disposition-Notification-To):/im,
    );
    expect(bench.smtp.log.find(({ verb }) => verb === 'EHLO')?.line).toBe('EHLO [127.0.0.1]');
  });

  it('a redirected message goes on byte for byte, under who passed it on, and its author is marked nowhere as sender', async () => {
    await given();
    bench.deliver('INBOX', 1, 1, 'DKIM-Signature: v=1; b=abc\r\n');
    await bench.quiet();
    const original = bench.box('INBOX').messages[0]?.content.raw ?? '';
    await bench.ui.api.redirect({
      ref: parseMessageKey(bench.key('INBOX', 'Letter 1')),
      to: to('cy@far.example'),
    });
    await allGone();
    const [mail] = bench.world.accepted;
    expect(mail).toMatchObject({ from: USER, to: ['cy@far.example'] });
    expect(mail?.raw.endsWith(original)).toBe(true);
    expect(mail?.raw).toMatch(/^Resent-From: .*ada@tern\.example/m);
    expect(bench.box('INBOX').messages[0]?.flags.has('$Forwarded')).toBe(true);
  });

  it('a read receipt is sent only when the person says so, once, and with no way back', async () => {
    await given();
    bench.deliver('INBOX', 1, 2, 'Disposition-Notification-To: cy@far.example, Bo <bo@tern.example>\r\n');
    await bench.quiet();
    const ref = (subject: string) => parseMessageKey(bench.key('INBOX', subject));
    await bench.ui.api.fetchBody({ ref: ref('Letter 1') });
    const words = { subject: 'Read', text: 'It was shown.' };
    await bench.ui.api.answerReceipt({ ref: ref('Letter 1'), send: false, to: [], words });
    await bench.quiet();
    expect(accepted()).toEqual([]);
    expect(bench.box('INBOX').messages[0]?.flags.has('$MDNSent')).toBe(true);
    await bench.ui.api.answerReceipt({ ref: ref('Letter 2'), send: true, to: ['bo@tern.example'], words });
    await allGone();
    const [mail] = bench.world.accepted;
    expect(mail).toMatchObject({ from: '', to: ['bo@tern.example'] });
    expect(mail?.raw).toMatch(
      /^Content-Type: multipart\/report;.*\r\n(?: .*\r\n)*? ?report-type="disposition-notification"/m,
    );
    expect(mail?.raw).toContain('Original-Message-ID: <letter-2@tern.example>');
    expect(mail?.raw).toContain('Disposition: manual-action/MDN-sent-manually; displayed');
    expect(bench.box('INBOX').messages[1]?.flags.has('$MDNSent')).toBe(true);
    expect(bench.there('Sent')).toEqual([]);
  });
});

it('a delivery receipt that the server cannot give is said, not dropped', async () => {
  await given();
  bench.smtp.add({
    verb: 'EHLO',
    act: { do: 'rewrite', with: ({ data, reply }) => ({ data, reply: reply.replace(/250-DSN\r\n/, '') }) },
  });
  await send({ subject: 'Told', receipts: { read: false, delivery: true } });
  await allGone();
  expect(accepted()).toEqual(['Told']);
  expect(bench.engine.status().notices).toContainEqual({
    code: 'no-delivery-receipt',
    details: { account: bench.account.label, subject: 'Told' },
  });
});
