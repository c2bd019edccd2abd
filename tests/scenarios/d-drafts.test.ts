import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Draft } from '@shared/contract/compose';
import { parseMessageKey } from '@shared/model/ids';
import { withCapabilities } from '@main/demo/imap/profiles';
import { Bench, HastyClock, USER } from '../fakes/bench';

/** Waits of minutes pass when the test says so. */
class LeapingClock extends HastyClock {
  #long: { readonly at: number; readonly run: () => void }[] = [];
  override after = (ms: number, run: () => void): (() => void) => {
    if (ms < 50_000) {
      const timer = setTimeout(run, Math.min(ms, 20));
      return () => clearTimeout(timer);
    }
    const timer = { at: this.now() + ms, run };
    this.#long.push(timer);
    return () => {
      this.#long = this.#long.filter((other) => other !== timer);
    };
  };
  leap(ms: number): void {
    this.offset += ms;
    const due = this.#long.filter(({ at }) => at <= this.now());
    this.#long = this.#long.filter((timer) => !due.includes(timer));
    for (const { run } of due) run();
  }
}

let bench: Bench;

async function given(profile: ConstructorParameters<typeof Bench>[0] = 'everything'): Promise<void> {
  bench = new Bench(profile);
  await bench.start();
  await bench.quiet();
}

/** Writes into a new draft, as the composer does. */
async function write(text: string, from?: Draft): Promise<Draft> {
  const draft =
    from ?? (await bench.ui.api.newDraft({ account: bench.account.id, to: 'Bo <bo@tern.example>' }));
  return bench.ui.api.saveDraft({
    id: draft.id,
    base: draft.version,
    content: { ...draft.content, subject: 'Plan', text },
  });
}
const close = async (draft: Draft): Promise<void> => {
  await bench.ui.api.closeDraft({ id: draft.id });
  await bench.quiet();
};
const raws = (): string[] => bench.box('Drafts').messages.map((m) => m.content.raw);
const textsThere = (): string[] => raws().map((raw) => raw.split('\r\n\r\n').slice(1).join('\n').trim());
const drafts = (): Promise<Draft[]> => bench.ui.api.drafts({});
const copyOf = async (draft: Draft) => (await drafts()).find(({ id }) => id === draft.id)?.copy;
const refOf = (subject: string) => parseMessageKey(bench.key('Drafts', subject));

describe('D. drafts', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it('D1 a composer open for 70 minutes writes a handful of times, and one draft is there at the end', async () => {
    const clock = new LeapingClock();
    bench = new Bench('everything', { clock });
    await bench.start();
    await bench.quiet();
    let draft = await write('It begins.');
    const appends = (): number => bench.verbs('APPEND').length;
    // A sentence every two minutes, so that there is always a minute of quiet.
    for (let minute = 0; minute < 70; minute++) {
      if (minute % 2 === 0) draft = await write(`${draft.content.text} Sentence ${minute}.`, draft);
      clock.leap(60_000);
      await bench.quiet();
    }
    await close(draft);
    expect(appends()).toBeGreaterThan(1);
    // Some more than the schedule has where real time passes between the leaps too; far fewer than the 35 sentences.
    expect(appends()).toBeLessThanOrEqual(10);
    expect(textsThere()).toEqual([expect.stringContaining('Sentence 68.')]);
  });

  it('D2 an old version that the server would not delete at first is gone all the same', async () => {
    await given();
    let draft = await write('one');
    await close(draft);
    bench.imap.add({ verb: 'UID STORE', nth: 1, act: { do: 'answer', reply: 'NO [SERVERBUG] not now' } });
    draft = await write('two', draft);
    await close(draft);
    expect(textsThere()).toEqual(['two']);
  });

  it('D2 one that it never deletes is said, and goes with the next save', async () => {
    await given();
    let draft = await write('one');
    await close(draft);
    const refusal = { do: 'answer', reply: 'NO [NOPERM] never' } as const;
    bench.imap.add({ verb: 'UID STORE', nth: 1, act: refusal });
    bench.imap.add({ verb: 'UID STORE', nth: 2, act: refusal });
    draft = await write('two', draft);
    await close(draft);
    expect(textsThere()).toEqual(['one', 'two']);
    expect(bench.refused.map(({ intent }) => intent.kind)).toEqual(['destroy']);
    draft = await write('three', draft);
    await close(draft);
    expect(textsThere()).toEqual(['three']);
    expect(bench.refused).toEqual([]);
    expect(await drafts()).toHaveLength(1);
  });

  it('D2 what another client put into Drafts is never taken away', async () => {
    await given();
    bench.elsewhere.deliver('Drafts', 'Plan');
    bench.elsewhere.flag('Drafts', 'Plan', '\\Deleted');
    const draft = await write('one');
    await close(draft);
    await close(await write('two', draft));
    expect(bench.there('Drafts')).toEqual(['Plan', 'Plan']);
    expect(bench.verbs('EXPUNGE', 'CLOSE')).toEqual([]);
  });

  it.each(['keeps the Message-ID', 'makes a new one'])(
    'D3 changed elsewhere while open here: both are kept, and it is said (the other client %s)',
    async (how) => {
      await given();
      const first = await write('mine');
      await close(first);
      const [raw = ''] = raws();
      const id =
        how === 'makes a new one' ? raw.replace(/Message-ID: <[^>]*>/, 'Message-ID: <x@web.example>') : raw;
      const theirs = id.replace(/X-Tern-Draft:.*\r\n/, '').replace(/mine/, 'theirs');
      const box = bench.box('Drafts');
      bench.world.append(bench.world.account(USER), box, theirs);
      bench.world.expunge(bench.world.account(USER), box, [box.messages[0]?.uid ?? 0]);
      // Said when the other version comes, not when this one is saved the next time.
      await vi.waitFor(async () => expect((await copyOf(first))?.conflict?.other).toMatchObject({ uid: 2 }));
      let draft = await write('mine, longer', first);
      await close(draft);
      expect(textsThere()).toEqual(['theirs', 'mine, longer']);
      expect((await copyOf(draft))?.conflict?.other).toMatchObject({ uid: 2 });
      // No snowball: it goes on with its own copy, and theirs stays.
      draft = await write('mine, longest', draft);
      await close(draft);
      expect(textsThere()).toEqual(['theirs', 'mine, longest']);
      await bench.ui.api.settleDraft({ id: draft.id });
      expect((await copyOf(draft))?.conflict).toBeNull();
    },
  );

  it('D3 deleted elsewhere: said at once, the other version when it comes, and "keep mine" puts it there again', async () => {
    await given();
    const draft = await write('mine');
    await close(draft);
    const [raw = ''] = raws();
    const account = bench.world.account(USER);
    const box = bench.box('Drafts');
    bench.world.expunge(account, box, [box.messages[0]?.uid ?? 0]);
    await vi.waitFor(async () => expect((await copyOf(draft))?.conflict).toEqual({ other: null }));
    bench.world.append(account, box, raw.replace(/X-Tern-Draft:.*\r\n/, '').replace(/mine/, 'theirs'));
    await vi.waitFor(async () => expect((await copyOf(draft))?.conflict?.other).toMatchObject({ uid: 2 }));
    await bench.ui.api.settleDraft({ id: draft.id });
    expect((await copyOf(draft))?.conflict).toBeNull();
    await close(draft);
    expect(textsThere()).toEqual(['theirs', 'mine']);
    expect((await drafts()).map(({ content }) => content.text)).toEqual(['mine']);
  });

  it('D3 what Tern itself takes away is no conflict', async () => {
    await given();
    const draft = await write('mine');
    await close(draft);
    await close(await write('mine, longer', draft));
    expect((await copyOf(draft))?.conflict).toBeNull();
    await bench.act({ kind: 'delete' }, 'Drafts', 'Plan');
    await bench.quiet();
    expect(bench.there('Drafts')).toEqual([]);
    expect((await copyOf(draft))?.conflict ?? null).toBeNull();
  });

  it('D3 two windows on one draft: both texts are kept', async () => {
    await given();
    const draft = await write('base');
    const a = await write('from window A', draft);
    const b = await write('from window B', draft);
    expect(b.id).not.toBe(a.id);
    expect((await drafts()).map(({ content }) => content.text).sort()).toEqual([
      'from window A',
      'from window B',
    ]);
  });

  it.each(['meanwhile', 'afterwards'] as const)(
    'D4 sent while its save is on the way (%s): no draft is left or comes back',
    async (moment) => {
      await given();
      const draft = await write('ready');
      const sent = new Promise<void>((resolve, reject) => {
        bench.imap.add({
          verb: 'APPEND',
          nth: 1,
          act: {
            do: moment,
            run: () =>
              void bench.ui.api
                .send({ id: draft.id, base: draft.version, content: draft.content })
                .then(() => resolve(), reject),
          },
        });
      });
      await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
      await bench.ui.api.closeDraft({ id: draft.id });
      await sent;
      await bench.store.until(() => bench.there('Sent').length === 1);
      await bench.quiet();
      expect(bench.there('Drafts')).toEqual([]);
      expect(await drafts()).toEqual([]);
    },
  );

  it.each(['APPEND', 'UID STORE', 'UID EXPUNGE'])(
    'D4 killed around %s: one draft in the end',
    async (verb) => {
      for (const execute of [false, true]) {
        await given();
        let draft = await write('one');
        await close(draft);
        draft = await write('two', draft);
        const killed = new Promise<void>((resolve) => {
          const kill = (): void => void bench.kill().then(resolve);
          bench.imap.add({ verb, nth: 1, act: { do: execute ? 'afterwards' : 'meanwhile', run: kill } });
          bench.imap.add({ verb, nth: 1, act: { do: 'silence', execute } });
        });
        await bench.ui.api.closeDraft({ id: draft.id });
        await killed;
        await bench.start();
        await bench.quiet();
        expect(textsThere()).toEqual(['two']);
        if (!execute) await bench.stop();
      }
    },
  );

  it('D5 a draft that was saved outlives a kill, and an emptied one keeps its words in the versions', async () => {
    await given();
    const draft = await write('words that took an hour to find, and then some more of them');
    await bench.kill();
    await bench.start();
    const emptied = await write('', draft);
    expect((await bench.ui.api.draftVersions({ id: emptied.id }))[0]?.content.text).toContain('took an hour');
  });

  it('D6 refused is said and not repeated by itself; unreachable waits', async () => {
    await given();
    bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'answer', reply: 'NO [OVERQUOTA] full' } });
    let draft = await write('one');
    await close(draft);
    await vi.waitFor(async () =>
      expect(await copyOf(draft)).toMatchObject({
        state: 'refused',
        reason: { server: expect.stringContaining('full') as string },
      }),
    );
    expect(bench.verbs('APPEND')).toHaveLength(1);
    draft = await write('two', draft);
    await close(draft);
    expect(await copyOf(draft)).toMatchObject({ state: 'saved', reason: null });
    expect(textsThere()).toEqual(['two']);
    expect(bench.refused).toEqual([]);

    await bench.offline(true);
    draft = await write('three', draft);
    await bench.ui.api.closeDraft({ id: draft.id });
    draft = await write('four', draft);
    await bench.ui.api.closeDraft({ id: draft.id });
    expect(await copyOf(draft)).toMatchObject({ state: 'waiting' });
    // Coalesced: only the newest version waits.
    expect(bench.engine.queue.open().filter(({ intent }) => intent.kind === 'draft')).toHaveLength(1);
    await bench.offline(false);
    await bench.quiet();
    expect(textsThere()).toEqual(['four']);
  });

  it('D7 closed without a Drafts folder: the draft stays here', async () => {
    bench = new Bench('everything');
    const { world } = bench;
    world.deleteMailbox(world.account(USER), 'Drafts');
    await bench.start();
    await bench.quiet();
    const draft = await write('kept');
    await bench.ui.api.closeDraft({ id: draft.id });
    await bench.kill();
    await bench.start();
    expect((await drafts()).map(({ content }) => content.text)).toEqual(['kept']);
    expect(await copyOf(draft)).toMatchObject({ state: 'none' });
  });

  it('a draft written elsewhere opens here, goes on, and takes the place of the old copy', async () => {
    await given();
    bench.world.append(
      bench.world.account(USER),
      bench.box('Drafts'),
      `From: Ada <${USER}>\r\nTo: Bo <bo@tern.example>\r\nSubject: From the phone\r\nMessage-ID: <p1@phone.example>\r\n` +
        'In-Reply-To: <letter-1@tern.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPříliš žluťoučký\r\n',
    );
    await bench.quiet();
    const draft = await bench.ui.api.openDraft({ ref: refOf('From the phone') });
    expect(draft.content).toMatchObject({
      subject: 'From the phone',
      to: [{ name: 'Bo', address: 'bo@tern.example' }],
      inReplyTo: ['letter-1@tern.example'],
      text: expect.stringContaining('žluťoučký'),
    });
    // Looked at and closed: nothing changes there, nothing is left here.
    expect(await bench.ui.api.closeDraft({ id: draft.id })).toEqual({ kept: false });
    expect(bench.there('Drafts')).toEqual(['From the phone']);
    const again = await bench.ui.api.openDraft({ ref: refOf('From the phone') });
    bench.deleted.add('<p1@phone.example>');
    await close(await write('gone on with', again));
    expect(textsThere()).toEqual(['gone on with']);
    expect(bench.there('Drafts')).toEqual(['Plan']);
    // Our own opens as what it is, not as a second one.
    expect((await bench.ui.api.openDraft({ ref: refOf('Plan') })).id).toBe(again.id);
  });

  it('discarding takes the copy away; without UIDPLUS it stays marked, and the marks of others alone', async () => {
    await given(withCapabilities('everything', { remove: ['UIDPLUS'] }));
    bench.elsewhere.deliver('Drafts', 'Other');
    bench.elsewhere.flag('Drafts', 'Other', '\\Deleted');
    const draft = await write('one');
    await close(draft);
    await bench.ui.api.discardDraft({ id: draft.id });
    await bench.quiet();
    expect(bench.there('Drafts')).toEqual(['Other', 'Plan']);
    expect(bench.box('Drafts').messages.every((m) => m.flags.has('\\Deleted'))).toBe(true);
    expect(await drafts()).toEqual([]);
  });
});
