import { afterEach, describe, expect, it } from 'vitest';
import { Bench, USER } from '../fakes/bench';
import { sweep } from '../labs/kill-each-step/sweep';

/** What is added to a muted conversation arrives read and archived, without a word. */
let bench: Bench;
let told: string[];
afterEach(() => bench.stop());

/** A letter that answers another one, by subject. */
function put(subject: string, answers: string | null, on = bench): void {
  const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
  on.touched.add(`<${id}@tern.example>`);
  on.world.append(
    on.world.account(USER),
    on.box('INBOX'),
    `From: Bo <bo@tern.example>\r\nTo: ${USER}\r\nSubject: ${subject}\r\nMessage-ID: <${id}@tern.example>\r\n` +
      (answers === null ? '' : `In-Reply-To: <${answers}@tern.example>\r\n`) +
      '\r\nHello\r\n',
  );
}
async function given(): Promise<void> {
  bench = new Bench('everything');
  put('Picnic', null);
  put('Budget', null);
  await bench.start();
  await bench.quiet();
  told = [];
  bench.ui.on('arrived', ({ letters }) => told.push(letters[0]?.subject ?? ''));
}
const mute = (subject: string) => bench.ui.api.mute({ keys: [bench.key('INBOX', subject)] });
const archived = async (...subjects: string[]): Promise<void> => {
  await bench.store.until(() => subjects.every((subject) => bench.here('Archive').includes(subject)));
  await bench.quiet();
};

describe('a muted conversation', () => {
  it('goes on read, in the archive and without a word; others do not', async () => {
    await given();
    await mute('Picnic');
    put('Re Picnic', 'Picnic');
    // It answers an answer and names nothing else.
    put('Re Re Picnic', 'Re-Picnic');
    put('Re Budget', 'Budget');
    await archived('Re Picnic', 'Re Re Picnic');
    expect(bench.box('Archive').messages.every((m) => m.has('\\Seen'))).toBe(true);
    expect(bench.there('INBOX')).toEqual(['Picnic', 'Budget', 'Re Budget']);
    await bench.store.until(() => told.length > 0);
    expect(told).toEqual(['Re Budget']);
    // Later, by a message that arrived only since.
    put('Re Re Re Picnic', 'Re-Re-Picnic');
    await archived('Re Re Re Picnic');
  });

  it('is muted after a restart, and no more when it is unmuted; what it did can be taken back', async () => {
    await given();
    const { id } = await mute('Picnic');
    // The same conversation: one entry.
    expect(await mute('Picnic')).toEqual({ id });
    await bench.kill();
    await bench.start();
    expect((await bench.ui.api.mutes({})).map(({ subject }) => subject)).toEqual(['Picnic']);
    put('Re Picnic', 'Picnic');
    await archived('Re Picnic');
    const [entry] = await bench.ui.api.automaticLog({});
    expect(entry?.cause).toEqual({ kind: 'muted' });
    await bench.ui.api.undoAutomatic({ id: entry?.id ?? '' });
    await bench.store.until(() => bench.here('INBOX').includes('Re Picnic'));
    await bench.quiet();
    expect(
      bench
        .box('INBOX')
        .messages.find((m) => m.subject === 'Re Picnic')
        ?.has('\\Seen'),
    ).toBe(false);
    await bench.ui.api.unmute({ ids: [id] });
    put('Re again', 'Picnic');
    await bench.store.until(() => bench.here('INBOX').includes('Re again'));
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Re again');
    expect(await bench.ui.api.mutes({})).toEqual([]);
  });

  it('messages that nothing can refer to are refused in words, and mute nothing', async () => {
    await given();
    bench.world.append(
      bench.world.account(USER),
      bench.box('INBOX'),
      `From: Bo <bo@tern.example>\r\nSubject: Nameless\r\n\r\nHello\r\n`,
    );
    await bench.store.until(() => bench.here('INBOX').includes('Nameless'));
    await expect(mute('Nameless')).rejects.toMatchObject({ code: 'no-message-id' });
    expect(await bench.ui.api.mutes({})).toEqual([]);
  });

  it('removed with its account', async () => {
    await given();
    await mute('Picnic');
    await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
    expect(await bench.ui.api.mutes({})).toEqual([]);
    await given();
  });

  it('killed at any journal write or send: comes out whole', async () => {
    const swept = await sweep(async () => {
      const here = new Bench('everything');
      put('Picnic', null, here);
      await here.start();
      await here.quiet();
      await here.ui.api.mute({ keys: [here.key('INBOX', 'Picnic')] });
      put('Re Picnic', 'Picnic', here);
      await here.store.until(() => here.here('Archive').includes('Re Picnic'));
      await here.quiet();
    }, 25);
    expect(swept.killed).toBeGreaterThan(10);
    expect(swept.failed).toEqual([]);
    await given();
  }, 120_000);
});
