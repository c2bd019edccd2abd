import { afterEach, describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import type { Rule, RuleAction } from '@shared/contract/rules';
import { Bench, USER } from '../fakes/bench';
import { sweep } from '../labs/kill-each-step/sweep';

/** Rules: once for each message that arrives, in their order; by hand on a folder, all or nothing. */
let bench: Bench;
afterEach(() => bench.stop());

function put(subject: string, from = 'Bo <bo@club.example>', on = bench): void {
  const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
  on.touched.add(`<${id}@tern.example>`);
  on.world.append(
    on.world.account(USER),
    on.box('INBOX'),
    `From: ${from}\r\nTo: ${USER}\r\nSubject: ${subject}\r\nMessage-ID: <${id}@tern.example>\r\n\r\nHello\r\n`,
  );
}
const rule = (id: string, words: string, actions: readonly RuleAction[], more: Partial<Rule> = {}): Rule => ({
  id,
  name: id,
  on: true,
  match: 'all',
  conditions: [{ kind: 'text', field: 'subject', how: 'contains', text: words }],
  actions: [...actions],
  stop: false,
  paused: false,
  ...more,
});
async function given(): Promise<void> {
  bench = new Bench('everything');
  bench.world.createMailbox(bench.world.account(USER), 'Clubs');
  put('Regatta of old');
  bench.deliver('INBOX', 1, 2);
  await bench.start();
  await bench.quiet();
}
const keep = (...rules: Rule[]) => bench.ui.api.updateSettings({ rules });
const into = (name: string): RuleAction => ({ kind: 'move', to: bench.idOf(name) });
const isIn = async (mailbox: string, ...subjects: string[]): Promise<void> => {
  await bench.store.until(() => subjects.every((subject) => bench.here(mailbox).includes(subject)));
  await bench.quiet();
};
const flagsOf = (mailbox: string, subject: string): readonly string[] => {
  const message = bench.box(mailbox).messages.find((m) => m.subject === subject);
  return ['\\Seen', '\\Flagged', 'club'].filter((flag) => message?.has(flag) === true);
};

describe('rules', () => {
  it('act on arrivals only: marks of all that hold, the first place; later ones are left out after a stop', async () => {
    await given();
    await keep(
      rule('stars', 'regatta', [{ kind: 'star' }, { kind: 'tag', keyword: 'club' }]),
      rule('files', 'RÉGATTA', [into('Clubs')], { stop: true }),
      rule('reads', 'regatta', [{ kind: 'read' }, { kind: 'delete' }]),
      rule('off', '', [{ kind: 'delete' }], { on: false }),
    );
    put('Regatta tomorrow');
    put('Lunch');
    await isIn('Clubs', 'Regatta tomorrow');
    expect(flagsOf('Clubs', 'Regatta tomorrow')).toEqual(['\\Flagged', 'club']);
    expect(bench.there('INBOX')).toEqual(['Regatta of old', 'Letter 1', 'Letter 2', 'Lunch']);
    const [entry] = await bench.ui.api.automaticLog({});
    expect(entry?.cause).toEqual({ kind: 'rules', names: ['stars', 'files'], run: false });
    await bench.ui.api.undoAutomatic({ id: entry?.id ?? '' });
    await isIn('INBOX', 'Regatta tomorrow');
    expect(flagsOf('INBOX', 'Regatta tomorrow')).toEqual([]);
    expect(bench.there('Clubs')).toEqual([]);
  });

  it('copy, and never copy twice; what another device moves back is left alone', async () => {
    await given();
    bench.copied.add('<Regatta-tomorrow@tern.example>');
    await keep(rule('copies', 'regatta', [{ kind: 'copy', to: bench.idOf('Clubs') }, { kind: 'archive' }]));
    put('Regatta tomorrow');
    await isIn('Clubs', 'Regatta tomorrow');
    await isIn('Archive', 'Regatta tomorrow');
    bench.elsewhere.move('Archive', 'Regatta tomorrow', 'INBOX');
    await isIn('INBOX', 'Regatta tomorrow');
    expect(bench.there('Clubs')).toEqual(['Regatta tomorrow']);
    expect(bench.there('INBOX')).toContain('Regatta tomorrow');
  });

  it.each(['at once', 'after a restart'])('a copy is taken back with the rest, %s', async (when) => {
    await given();
    bench.copied.add('<Regatta-tomorrow@tern.example>');
    await keep(rule('copies', 'regatta', [{ kind: 'copy', to: bench.idOf('Clubs') }, { kind: 'archive' }]));
    put('Regatta tomorrow');
    await isIn('Clubs', 'Regatta tomorrow');
    await isIn('Archive', 'Regatta tomorrow');
    if (when === 'after a restart') {
      await bench.kill();
      await bench.start();
      await bench.quiet();
    }
    const [entry] = await bench.ui.api.automaticLog({});
    expect(await bench.ui.api.undoAutomatic({ id: entry?.id ?? '' })).toEqual({ undone: 2 });
    await bench.quiet();
    expect(bench.there('Clubs')).toEqual([]);
    expect(bench.there('INBOX')).toContain('Regatta tomorrow');
    expect(bench.there('Trash')).toEqual(['Regatta tomorrow']);
    expect((await bench.ui.api.automaticLog({}))[0]?.undone).toBe(true);
  });

  it('a copy that the server does not name can’t be taken back, and is not said to be', async () => {
    bench = new Bench(withCapabilities('everything', { remove: ['UIDPLUS', 'MOVE', 'IMAP4REV2'] }));
    bench.world.createMailbox(bench.world.account(USER), 'Clubs');
    await bench.start();
    await bench.quiet();
    bench.copied.add('<Regatta@tern.example>');
    await keep(rule('copies', 'regatta', [{ kind: 'copy', to: bench.idOf('Clubs') }]));
    put('Regatta');
    await isIn('Clubs', 'Regatta');
    const [entry] = await bench.ui.api.automaticLog({});
    expect(await bench.ui.api.undoAutomatic({ id: entry?.id ?? '' })).toEqual({ undone: 0 });
    expect((await bench.ui.api.automaticLog({}))[0]?.undone).toBe(false);
  });

  it('offline chains: judged when it is seen, done when the line is back, over a kill', async () => {
    await given();
    await keep(rule('files', 'regatta', [into('Clubs')]));
    await bench.kill();
    put('Regatta tomorrow');
    bench.imap.add({ verb: 'MOVE', nth: 1, act: { do: 'cut', execute: false } });
    await bench.start();
    await isIn('Clubs', 'Regatta tomorrow');
    expect(bench.there('Clubs')).toEqual(['Regatta tomorrow']);
  });

  it('whose folder is gone pauses itself and says so; others go on', async () => {
    await given();
    await keep(rule('files', 'regatta', [into('Clubs')]), rule('stars', 'regatta', [{ kind: 'star' }]));
    bench.elsewhere.delete('Clubs');
    await bench.quiet();
    await bench.store.until(() => ![...bench.store.mailboxes.values()].some((m) => m.name === 'Clubs'));
    put('Regatta tomorrow');
    await bench.store.until(() => flagsOf('INBOX', 'Regatta tomorrow').includes('\\Flagged'));
    await bench.quiet();
    expect(bench.engine.settings.get().rules.map(({ id, paused }) => [id, paused])).toEqual([
      ['files', true],
      ['stars', false],
    ]);
    expect(bench.refused).toEqual([]);
  });

  it('say what they would do in a folder and do nothing; then do it as one, and take it back as one', async () => {
    await given();
    for (let n = 1; n <= 7; n++) put(`Race ${n}`);
    await bench.quiet();
    const files = rule('files', 'race', [into('Clubs'), { kind: 'read' }]);
    const asked = { rule: files, mailbox: bench.idOf('INBOX'), token: 't' };
    const progress: number[] = [];
    bench.ui.on('ruleProgress', ({ done }) => progress.push(done));
    const trial = await bench.ui.api.tryRule(asked);
    expect([trial.checked, trial.matched, trial.some.length]).toEqual([10, 7, 7]);
    expect(progress).toEqual([10]);
    await bench.quiet();
    expect(bench.there('Clubs')).toEqual([]);
    const { id, count } = await bench.ui.api.runRule(asked);
    expect(count).toBe(7);
    await isIn('Clubs', 'Race 1', 'Race 7');
    await bench.kill();
    await bench.start();
    const [entry] = await bench.ui.api.automaticLog({});
    expect(entry).toMatchObject({ id, count: 7, cause: { kind: 'rules', names: ['files'], run: true } });
    await bench.ui.api.undoAutomatic({ id: id ?? '' });
    await isIn('INBOX', 'Race 1', 'Race 7');
    expect(bench.there('Clubs')).toEqual([]);
    expect(flagsOf('INBOX', 'Race 3')).toEqual([]);
    expect(
      await bench.ui.api.runRule({ ...asked, rule: rule('none', 'nowhere', [{ kind: 'delete' }]) }),
    ).toEqual({
      id: null,
      count: 0,
    });
  });

  it('called off in the middle nothing has happened', async () => {
    await given();
    const aborter = new AbortController();
    const run = bench.ui.api.runRule(
      { rule: rule('files', 'letter', [into('Clubs')]), mailbox: bench.idOf('INBOX'), token: 't' },
      { signal: aborter.signal },
    );
    aborter.abort();
    await expect(run).rejects.toThrow();
    await bench.quiet();
    expect(bench.there('Clubs')).toEqual([]);
    expect(await bench.ui.api.automaticLog({})).toEqual([]);
  });

  it('killed at any journal write or send: each message once, and copied once', async () => {
    const swept = await sweep(async () => {
      const here = new Bench('everything');
      here.world.createMailbox(here.world.account(USER), 'Clubs');
      here.deliver('INBOX', 1);
      await here.start();
      await here.quiet();
      here.copied.add('<Regatta@tern.example>');
      await here.ui.api.updateSettings({
        rules: [
          rule('all', 'regatta', [
            { kind: 'star' },
            { kind: 'copy', to: here.idOf('Clubs') },
            { kind: 'archive' },
          ]),
        ],
      });
      put('Regatta', undefined, here);
      await here.store.until(() => here.here('Archive').includes('Regatta'));
      await here.quiet();
      if (here.there('Clubs').length > 1) throw new Error('copied twice');
    }, 30);
    expect(swept.killed).toBeGreaterThan(10);
    expect(swept.failed).toEqual([]);
    await given();
  }, 120_000);
});
