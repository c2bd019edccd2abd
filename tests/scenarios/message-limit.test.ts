import { afterEach, describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import { Bench } from '../fakes/bench';

describe('a server that does only so many messages at a time (MESSAGELIMIT, RFC 9738)', () => {
  let bench: Bench;
  afterEach(() => bench.stop());
  it.each(['everything', 'yahoo', 'dovecot'] as const)(
    '%s: everything comes, goes and is marked',
    async (base) => {
      bench = new Bench(withCapabilities(base, { remove: ['MESSAGELIMIT=1000'], add: ['MESSAGELIMIT=10'] }));
      bench.deliver('INBOX', 1, 35);
      await bench.start();
      await bench.settled('INBOX');
      expect(bench.here('INBOX')).toHaveLength(35);
      // New mail, flags and deletions of others: more than the limit each.
      bench.deliver('INBOX', 36, 70);
      await bench.quiet();
      expect(bench.here('INBOX')).toHaveLength(70);
      const uids = bench.box('INBOX').messages.map((m) => m.uid);
      const account = bench.world.account('ada@tern.example');
      for (let n = 1; n <= 30; n++) bench.touch(`Letter ${n}`);
      bench.world.setFlags(account, bench.box('INBOX'), uids.slice(0, 30), 'add', ['\\Seen']);
      await bench.quiet();
      for (let n = 6; n <= 30; n++) bench.deleted.add(`<letter-${n}@tern.example>`);
      bench.world.expunge(account, bench.box('INBOX'), uids.slice(5, 30));
      await bench.quiet();
      await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', ...bench.here('INBOX'));
      await bench.act(
        { kind: 'move', to: bench.idOf('Archive') },
        'INBOX',
        ...bench.here('INBOX').slice(0, 30),
      );
      await bench.quiet();
      expect(bench.there('INBOX')).toHaveLength(15);
      expect(bench.there('Archive')).toHaveLength(30);
    },
    60_000,
  );
});
