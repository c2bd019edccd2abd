import { afterEach, describe, expect, it } from 'vitest';
import {
  extraUntagged,
  modseqBackwards,
  modseqNegative,
  vanishedEverything,
  withoutEnabled,
  withoutUidNext,
} from '@main/demo/lies';
import { type ImapProfile, type ImapProfileName, withCapabilities } from '@main/demo/imap/profiles';
import type { Action } from '@shared/contract/engine-api';
import { Bench, letter, OTHER, USER } from '../fakes/bench';
import { type Baseline, baseline, checkInvariants } from '../fakes/world-state';

let bench: Bench;
let before: Baseline;

async function given(profile: ImapProfileName | ImapProfile, n = 60): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, n);
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}
const account = () => bench.world.account(USER);
const inbox = () => bench.box('INBOX');
const flag = (name: string): Action => ({ kind: 'flag', add: [name], remove: [] });
const rowsFetched = (): number =>
  bench.imap.log.filter((o) => o.verb.endsWith('FETCH') && o.line.includes('ENVELOPE')).length;

describe('B. UIDVALIDITY, UIDNEXT, MODSEQ, folder identity', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each(['everything', 'exchange', 'bare'] as const)(
    'B1 pending operations survive a renumbering (%s)',
    async (profile) => {
      await given(profile, 120);
      await bench.offline(true);
      for (let n = 1; n <= 50; n++) await bench.act(flag('\\Flagged'), 'INBOX', `Letter ${n}`);
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 60', 'Letter 61');
      bench.world.bumpUidValidity(account(), inbox(), 70);
      await bench.offline(false);
      await bench.quiet();
      const flagged = [...inbox().messages].filter((m) => m.flags.has('\\Flagged')).map((m) => m.subject);
      expect(flagged).toEqual(Array.from({ length: 50 }, (_, i) => `Letter ${i + 1}`));
      expect(bench.there('Archive')).toEqual(['Letter 60', 'Letter 61']);
      expect(bench.refused).toEqual([]);
      checkInvariants(bench, before);
    },
  );

  it('B1 bodies are found again under the new numbers', async () => {
    await given('everything');
    const [n] = bench.store.shown('INBOX').keys();
    await bench.ui.api.fetchBody({
      ref: { mailbox: bench.idOf('INBOX'), generation: 0 as never, uid: n as never },
    });
    bench.world.bumpUidValidity(account(), inbox(), 500);
    await bench.quiet();
    const m = [...bench.store.mailboxes.values()].find((box) => box.name === 'INBOX');
    const row = bench.store.messages.get([m?.id, m?.generation].join('/'))?.get(500)?.row;
    expect(bench.store.bodies.get(row?.identity ?? '')?.parts[0]?.text).toContain('Text of letter 1');
  });

  it('B1 what cannot be recognised is refused in sight, the rest is done', async () => {
    await given('exchange');
    // Twins: nothing tells them apart.
    for (let i = 0; i < 2; i++) bench.world.append(account(), inbox(), letter(900), { internalDate: 1e12 });
    before = baseline(bench.world);
    bench.copied.add('<letter-900@tern.example>');
    await bench.quiet();
    await bench.offline(true);
    const id = bench.idOf('INBOX');
    bench.touch('Letter 3', 'Letter 900');
    await bench.ui.api.act({
      action: { kind: 'destroy' },
      keys: [bench.key('INBOX', 'Letter 3'), `${id}/0/61` as never],
    });
    bench.deleted.add('<letter-3@tern.example>');
    bench.world.bumpUidValidity(account(), inbox(), 700);
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('INBOX')).not.toContain('Letter 3');
    expect(bench.there('INBOX').filter((s) => s === 'Letter 900')).toHaveLength(2);
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['uidvalidity-changed']);
    checkInvariants(bench, before);
  });

  it('B1 a move that was done before the renumbering is not refused and not repeated', async () => {
    await given('everything');
    bench.imap.add({
      verb: 'UID MOVE',
      nth: 1,
      act: { do: 'afterwards', run: () => bench.world.bumpUidValidity(account(), inbox(), 500) },
    });
    await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 5');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 5']);
    expect(bench.refused).toEqual([]);
    checkInvariants(bench, before);
  });

  it('B1 a COPY whose answer was lost when the source was renumbered is not made again (lab seed 5041)', async () => {
    await given(withCapabilities('everything', { remove: ['MOVE'] }));
    const bump = (): void => bench.world.bumpUidValidity(account(), inbox(), 500);
    bench.imap.add(
      { verb: 'UID COPY', nth: 1, act: { do: 'afterwards', run: bump } },
      { verb: 'UID COPY', nth: 1, act: { do: 'cut', execute: true } },
    );
    await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 5', 'Letter 6');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 5', 'Letter 6']);
    expect(bench.there('INBOX')).not.toContain('Letter 5');
    expect(bench.verbs('UID COPY')).toHaveLength(1);
    expect(bench.refused).toEqual([]);
    checkInvariants(bench, before);
  });

  it.each(['UID COPY', 'UID STORE'])(
    'B1 renumbered between the COPY and the removal, at %s: the original goes as well (lab seed 7010)',
    async (verb) => {
      await given(withCapabilities('everything', { remove: ['MOVE'] }));
      const bump = (): void => bench.world.bumpUidValidity(account(), inbox(), 500);
      // Found in the target by the first look after the renumbering, before the source has been looked at.
      bench.imap.add(
        { verb, nth: 1, act: { do: 'cut', execute: verb === 'UID COPY' } },
        { verb, nth: 1, act: { do: verb === 'UID COPY' ? 'afterwards' : 'meanwhile', run: bump } },
      );
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 5');
      await bench.store.until(() => bench.engine.queue.all().some((op) => op.state === 'verifying'));
      await bench.kill();
      bench.store.wipe('');
      await bench.start();
      await bench.quiet();
      expect(bench.there('Archive')).toEqual(['Letter 5']);
      expect(bench.there('INBOX')).not.toContain('Letter 5');
      checkInvariants(bench, before);
    },
  );

  it('B1 renumbered while its messages are on their way to another account: each arrives once', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 6);
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    const there = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account !== bench.account.id,
    );
    const bump = (): void => bench.world.bumpUidValidity(account(), inbox(), 500);
    bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'afterwards', run: bump } });
    await bench.act({ kind: 'move', to: there!.id }, 'INBOX', 'Letter 2', 'Letter 3');
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages.map((m) => m.subject)).toEqual(['Letter 2', 'Letter 3']);
    expect(bench.there('INBOX')).toHaveLength(4);
    expect(bench.refused).toEqual([]);
    checkInvariants(bench, before);
  });

  it.each(['UID STORE', 'UID MOVE', 'UID COPY'])(
    'B1 renumbered in the very moment of %s: never the wrong message',
    async (verb) => {
      await given('everything');
      bench.imap.add({
        verb,
        nth: 1,
        act: { do: 'meanwhile', run: () => bench.world.bumpUidValidity(account(), inbox(), 30) },
      });
      bench.imap.add({ verb, nth: 1, act: { do: 'cut', execute: false } });
      if (verb === 'UID STORE') await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 31');
      else if (verb === 'UID MOVE') await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 31');
      else await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, 'INBOX', 'Letter 31');
      await bench.quiet();
      if (verb === 'UID STORE')
        expect(
          inbox()
            .messages.filter((m) => m.flags.size > 0)
            .map((m) => m.subject),
        ).toEqual(['Letter 31']);
      else expect(bench.there('Archive')).toEqual(['Letter 31']);
      checkInvariants(bench, before);
    },
  );

  it('B2 renumbered between the list and a part: never another message’s text', async () => {
    await given('everything');
    const ref = { mailbox: bench.idOf('INBOX'), generation: 0 as never, uid: 31 as never };
    bench.imap.add({
      verb: 'UID FETCH',
      match: /BODY\.PEEK\[1\]|BODY\.PEEK\[\]/i,
      nth: 1,
      act: extraUntagged('* OK [UIDVALIDITY 4711] renumbered'),
    });
    bench.imap.add({
      verb: 'UID FETCH',
      match: /BODY\.PEEK\[1\]|BODY\.PEEK\[\]/i,
      nth: 1,
      act: { do: 'meanwhile', run: () => bench.world.bumpUidValidity(account(), inbox(), 30) },
    });
    await bench.ui.api.fetchBody({ ref }).catch((error: unknown) => error);
    await bench.quiet();
    await bench.ui.api.fetchBody({ ref }).catch((error: unknown) => error);
    for (const body of bench.store.bodies.values())
      expect(body.parts[0]?.text.trim()).toBe('Text of letter 31');
  });

  it('B3 two mailboxes with one UIDVALIDITY both work', async () => {
    bench = new Bench('dovecot');
    for (const name of ['Left', 'Right']) bench.world.createMailbox(account(), name, { uidValidity: 1234 });
    bench.deliver('Left', 1, 3);
    bench.deliver('Right', 11, 13);
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    expect(bench.here('Left')).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    await bench.act({ kind: 'move', to: bench.idOf('Right') }, 'Left', 'Letter 2');
    await bench.quiet();
    expect(bench.there('Right')).toEqual(['Letter 11', 'Letter 12', 'Letter 13', 'Letter 2']);
    checkInvariants(bench, before);
  });

  it('B4 a server that changes UIDVALIDITY all the time is not downloaded again and again', async () => {
    await given('exchange', 80);
    const fetched = rowsFetched();
    const boxes = bench.store.mailboxes.size;
    for (let i = 1; i <= 5; i++) {
      bench.world.bumpUidValidity(account(), inbox(), 1);
      await bench.act(flag('\\Flagged'), 'INBOX', `Letter ${i}`);
      await bench.quiet();
    }
    expect(rowsFetched()).toBe(fetched);
    expect(bench.store.mailboxes.size).toBe(boxes);
    expect(inbox().messages.filter((m) => m.flags.has('\\Flagged'))).toHaveLength(5);
    checkInvariants(bench, before);
  });

  it.each([{ kind: 'destroy' }, { kind: 'archive' }] as const)(
    'B5 other messages under the same UIDs: nothing is taken away (%o)',
    async (action) => {
      await given('exchange');
      await bench.offline(true);
      await bench.act(action, 'INBOX', 'Letter 7');
      bench.deleted.clear();
      // The same UIDVALIDITY and UIDs, the letters behind them turned round (Proton Bridge).
      const contents = inbox()
        .messages.map((m) => m.content)
        .reverse();
      bench.serverLies = 'other letters under the same UIDs and the same UIDVALIDITY';
      inbox().messages.forEach((m, i) => Object.assign(m, { content: contents[i] }));
      await bench.offline(false);
      await bench.store.until(() => bench.refused.length === 1);
      expect(bench.refused[0]?.reason?.code).toBe('message-mismatch');
      expect(bench.there('INBOX')).toHaveLength(60);
      expect(inbox().messages.every((m) => m.flags.size === 0)).toBe(true);
      expect(bench.there('Archive')).toEqual([]);
    },
  );

  it.each(['everything', 'exchange', 'bare'] as const)(
    'B6 a server restored from a backup gives UIDs out again (%s)',
    async (profile) => {
      await given(profile);
      await bench.offline(true);
      await bench.act({ kind: 'destroy' }, 'INBOX', 'Letter 55');
      for (let n = 41; n <= 60; n++) bench.touch(`Letter ${n}`).deleted.add(`<letter-${n}@tern.example>`);
      bench.world.rollbackUidNext(account(), inbox(), 41);
      bench.deliver('INBOX', 141, 157);
      await bench.offline(false);
      await bench.quiet();
      expect(bench.here('INBOX')).toEqual(bench.there('INBOX'));
      // UID 55 is another letter now: it must not have been deleted in the other's place.
      expect(bench.there('INBOX')).toContain('Letter 155');
      checkInvariants(bench, before);
    },
  );

  it.each(['everything', 'exchange'] as const)('B6 UIDNEXT missing (%s)', async (profile) => {
    bench = new Bench(profile);
    bench.imap.add({ verb: 'SELECT', act: withoutUidNext() }, { verb: 'EXAMINE', act: withoutUidNext() });
    bench.deliver('INBOX', 1, 70);
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    bench.deliver('INBOX', 71, 73);
    await bench.quiet();
    expect(bench.here('INBOX')).toHaveLength(73);
    checkInvariants(bench, before);
  });

  it('B6 UIDNEXT far above the last message, then back', async () => {
    await given('yahoo');
    inbox().uidNext = 420_000;
    bench.deliver('INBOX', 61);
    await bench.quiet();
    expect(bench.here('INBOX')).toHaveLength(61);
    inbox().uidNext = 420_001;
    await bench.quiet();
    checkInvariants(bench, before);
  });

  it.each([true, false])(
    'B7 VANISHED for everything empties nothing and is not asked again (true change beside it: %s)',
    async (change) => {
      await given('everything', 120);
      bench.imap.add({ verb: 'SELECT', mailbox: 'INBOX', match: /QRESYNC/, act: vanishedEverything() });
      let least = 120;
      const look = (): void => void (least = Math.min(least, bench.here('INBOX').length));
      const looking = setInterval(look, 1);
      if (change) {
        bench.touch('Letter 5').deleted.add('<letter-5@tern.example>');
        bench.elsewhere.expunge('INBOX', 'Letter 5');
      }
      bench.deliver('INBOX', 121);
      await bench.quiet();
      clearInterval(looking);
      expect(least).toBeGreaterThanOrEqual(119);
      const asked = bench.imap.log.filter(
        (o) => o.verb === 'SELECT' && o.line.includes('QRESYNC (') && o.line.includes('INBOX'),
      ).length;
      bench.deliver('INBOX', 122);
      await bench.quiet();
      expect(
        bench.imap.log.filter(
          (o) => o.verb === 'SELECT' && o.line.includes('QRESYNC (') && o.line.includes('INBOX'),
        ),
      ).toHaveLength(asked);
      checkInvariants(bench, before);
    },
  );

  it.each(['everything', 'zoho'] as const)(
    'B8 MODSEQ goes backwards after a restore (%s)',
    async (profile) => {
      await given(profile);
      for (let n = 1; n <= 20; n++)
        bench.touch(`Letter ${n}`).elsewhere.flag('INBOX', `Letter ${n}`, '\\Seen');
      await bench.quiet();
      bench.world.rollbackModseq(account(), inbox(), 3);
      bench.elsewhere.flag('INBOX', 'Letter 9', '\\Flagged');
      bench.elsewhere.unflag('INBOX', 'Letter 2', '\\Seen');
      await bench.quiet();
      checkInvariants(bench, before);
    },
  );

  it.each([
    ['smaller than they are', modseqBackwards(5)],
    ['negative', modseqNegative()],
  ])('B8 MODSEQs that are %s', async (_, lie) => {
    await given('zoho');
    for (const verb of ['SELECT', 'UID FETCH', 'UID STORE']) bench.imap.add({ verb, act: lie });
    bench.touch('Letter 3').elsewhere.flag('INBOX', 'Letter 3', '\\Flagged');
    await bench.act(flag('\\Seen'), 'INBOX', 'Letter 4');
    await bench.quiet();
    checkInvariants(bench, before);
  });

  it('B8 a big jump of MODSEQ skips no change of an old message', async () => {
    await given('zoho', 300);
    inbox().highestModseq += 1_000_000;
    bench.touch('Letter 1').elsewhere.flag('INBOX', 'Letter 1', '\\Flagged');
    bench.deliver('INBOX', 301, 310);
    await bench.quiet();
    checkInvariants(bench, before);
  });

  it('B9 ENABLE without ENABLED, and capabilities that appear in the middle', async () => {
    bench = new Bench('icloud');
    bench.imap.add({ verb: 'ENABLE', act: withoutEnabled() });
    bench.imap.add({
      verb: 'SELECT',
      act: extraUntagged('* CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR'),
    });
    bench.deliver('INBOX', 1, 60);
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    bench.touch('Letter 3', 'Letter 4').elsewhere.flag('INBOX', 'Letter 3', '\\Flagged');
    bench.elsewhere.move('INBOX', 'Letter 4', 'Archive');
    await bench.quiet();
    checkInvariants(bench, before);
  });

  it.each(['everything', 'dovecot'] as const)(
    'B10 a renamed tree: same mailboxes, nothing fetched again, operations follow (%s)',
    async (profile) => {
      bench = new Bench(profile);
      for (const name of ['Work', 'Work/Old', 'Spare']) bench.elsewhere.create(name);
      bench.deliver('Work', 1, 3);
      bench.deliver('Work/Old', 11, 13);
      before = baseline(bench.world);
      await bench.start();
      await bench.quiet();
      const [a, b] = [bench.idOf('Work'), bench.idOf('Work/Old')];
      const fetched = rowsFetched();
      await bench.offline(true);
      await bench.act(flag('\\Flagged'), 'Work/Old', 'Letter 12');
      // The flag is the person's; where the mailbox is called what is another client's business.
      for (const n of [1, 2, 3, 11, 13]) bench.touch(`Letter ${n}`);
      bench.elsewhere.rename('Work', 'Play');
      bench.elsewhere.rename('Spare', 'Work');
      await bench.offline(false);
      await bench.quiet();
      expect([bench.idOf('Play'), bench.idOf('Play/Old')]).toEqual([a, b]);
      expect(rowsFetched()).toBe(fetched);
      expect(bench.box('Play/Old').messages.map((m) => m.flags.has('\\Flagged'))).toEqual([
        false,
        true,
        false,
      ]);
      expect([...bench.store.mailboxes.values()].map((m) => m.name)).not.toContain('Spare');
      checkInvariants(bench, before);
    },
  );

  it.each([
    ['everything', 0],
    ['dovecot', 0],
    ['exchange', 0],
    ['bare', 0],
    ['dovecot', 1234],
    ['exchange', 1234],
    ['bare', 1234],
  ] as const)(
    'B10 two mailboxes change names: no mark on the wrong message (%s, UIDVALIDITY %i)',
    async (profile, uidValidity) => {
      bench = new Bench(profile);
      for (const name of ['Left', 'Right'])
        bench.world.createMailbox(account(), name, uidValidity === 0 ? {} : { uidValidity });
      bench.deliver('Left', 1, 3);
      bench.deliver('Right', 11, 13);
      before = baseline(bench.world);
      await bench.start();
      await bench.quiet();
      await bench.offline(true);
      await bench.act(flag('\\Flagged'), 'Left', 'Letter 2');
      await bench.act({ kind: 'archive' }, 'Right', 'Letter 13');
      for (const n of [1, 3, 11, 12]) bench.touch(`Letter ${n}`);
      bench.elsewhere.rename('Left', 'Between');
      bench.elsewhere.rename('Right', 'Left');
      bench.elsewhere.rename('Between', 'Right');
      await bench.offline(false);
      await bench.quiet();
      const flagged = ['Left', 'Right'].flatMap((name) =>
        bench.box(name).messages.flatMap((m) => (m.flags.has('\\Flagged') ? [m.subject] : [])),
      );
      // Done to the right message, or refused in sight.
      const refused = bench.refused.map((op) => op.intent.kind);
      expect(flagged).toEqual(refused.includes('flags') ? [] : ['Letter 2']);
      expect(bench.there('Archive')).toEqual(refused.includes('move') ? [] : ['Letter 13']);
      // Where the server tells the two apart, nothing need be refused.
      if (profile === 'everything' || (profile === 'dovecot' && uidValidity === 0))
        expect(refused).toEqual([]);
      checkInvariants(bench, before);
    },
  );

  it.each(['everything', 'dovecot', 'bare'] as const)(
    'B11 deleted and made anew under the same name: nothing old is shown or done (%s)',
    async (profile) => {
      bench = new Bench(profile);
      bench.elsewhere.create('Projects');
      bench.deliver('Projects', 1, 3);
      before = baseline(bench.world);
      await bench.start();
      await bench.quiet();
      await bench.offline(true);
      await bench.act({ kind: 'destroy' }, 'Projects', 'Letter 2');
      for (const n of [1, 2, 3]) bench.touch(`Letter ${n}`).deleted.add(`<letter-${n}@tern.example>`);
      bench.elsewhere.recreate('Projects');
      bench.deliver('Projects', 21, 23);
      await bench.offline(false);
      await bench.quiet();
      expect(bench.here('Projects')).toEqual(['Letter 21', 'Letter 22', 'Letter 23']);
      expect(bench.refused).toHaveLength(1);
      checkInvariants(bench, before);
    },
  );

  it('B12 an INBOX that nobody subscribed to is there, also offline', async () => {
    bench = new Bench('everything');
    bench.world.setSubscribed(account(), inbox(), false);
    bench.deliver('INBOX', 1);
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    await bench.kill();
    await bench.start();
    expect(bench.here('INBOX')).toEqual(['Letter 1']);
  });

  it.each(['everything', 'exchange'] as const)('B13 endless ranges cost nothing (%s)', async (profile) => {
    await given(profile, 120);
    const endless = (text: string): string =>
      text
        .replace(/\* SEARCH[^\r]*\r\n/, '* SEARCH 1 4294967295\r\n')
        .replace(/(\* ESEARCH[^\r]*?) ALL [\d:,]+/, '$1 ALL 1:4294967295');
    const lie = {
      do: 'rewrite',
      with: ({ data, reply }: { data: string; reply: string }) => ({ data: endless(data), reply }),
    } as const;
    bench.imap.add({ verb: 'UID SEARCH', act: lie }, { verb: 'SEARCH', act: lie });
    bench.imap.add({ verb: 'SELECT', match: /QRESYNC/, act: vanishedEverything() });
    bench.touch('Letter 5').deleted.add('<letter-5@tern.example>');
    bench.elsewhere.expunge('INBOX', 'Letter 5');
    bench.deliver('INBOX', 121, 122);
    await bench.quiet();
    checkInvariants(bench, before);
  });
});
