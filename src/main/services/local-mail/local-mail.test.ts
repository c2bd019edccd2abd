import { afterEach, describe, expect, it } from 'vitest';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

describe('a POP3 account', () => {
  it('fetches what is new, once, and shows it', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    expect(bench.here()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect(await bench.kept()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect([...bench.store.mailboxes.values()].map((m) => [m.role, m.local])).toEqual([
      ['inbox', true],
      ['sent', true],
      ['archive', true],
      ['junk', true],
      ['trash', true],
    ]);
    bench.deliver(4);
    await bench.poll();
    await bench.poll();
    expect(bench.here()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4']);
    expect(bench.there()).toHaveLength(4);
    expect(bench.pop3.log.filter(({ verb }) => verb === 'RETR')).toHaveLength(4);
  });
});
