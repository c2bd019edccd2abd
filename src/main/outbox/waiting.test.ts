import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { acceptAll, account, bench } from '../../../tests/fakes/outbox-bench';

describe('letters that wait beside one another', () => {
  it('E9 two letters whose login fails both wait, consume nothing, and go out once each when it works', async () => {
    const b = await bench();
    b.answer = () => {
      b.online = false;
      return Promise.reject(new MailError({ kind: 'refused', code: 'auth-failed', message: 'no' }));
    };
    await b.enqueue(['bob@example.com'], 0, 'x1');
    await b.enqueue(['cyd@example.com'], 0, 'x2');
    await b.settle();
    b.clock.advance(3_600_000);
    await b.settle();
    // One login was tried: a wrong password is not tried again for each letter that waits.
    expect(b.sent).toHaveLength(1);
    expect(b.outbox.list().map(({ tries }) => tries)).toEqual([0, 0]);
    b.answer = acceptAll;
    b.online = true;
    b.outbox.wake(account);
    await b.settle();
    expect(b.sent.slice(1)).toEqual([['bob@example.com'], ['cyd@example.com']]);
    expect(b.outbox.list()).toEqual([]);
  });

  it('a recipient who is put off changes nothing about when another letter is tried again', async () => {
    const b = await bench();
    b.answer = () =>
      Promise.resolve({ outcome: 'retry', accepted: [], refused: [], code: 'greylisted', server: '451' });
    await b.enqueue(['bob@example.com'], 0, 'x1');
    await b.settle();
    const first = b.outbox.list()[0]?.at;
    b.clock.advance(20_000);
    b.answer = ({ to }) =>
      Promise.resolve({
        outcome: 'accepted',
        accepted: to.slice(1).map((address) => ({ address, server: '250' })),
        refused: [{ address: to[0] ?? '', server: '451', permanent: false }],
        code: '',
        server: '250',
      });
    await b.enqueue(['cyd@example.com', 'dan@example.com'], 0, 'x2');
    await b.settle();
    expect(b.outbox.list().map(({ id, state, at }) => [id, state, at])).toEqual([
      ['x1', 'retry', first],
      ['x2', 'retry', b.clock.now() + 60_000],
    ]);
    b.answer = acceptAll;
    b.clock.advance(40_000);
    await b.settle();
    expect(b.sent.at(-1)).toEqual(['bob@example.com']);
    b.clock.advance(20_000);
    await b.settle();
    expect(b.sent.at(-1)).toEqual(['cyd@example.com']);
    expect(b.outbox.list()).toEqual([]);
  });

  it('letters that wait for a server that is away do not knock at it one after another', async () => {
    const b = await bench();
    b.answer = () => Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no' }));
    for (let n = 0; n < 10; n++) await b.enqueue(['bob@example.com'], 5_000, `x${n}`);
    b.clock.advance(5_000);
    for (let n = 0; n < 30; n++) {
      await b.settle();
      b.clock.advance(100);
    }
    expect(b.sent).toHaveLength(1);
    b.answer = acceptAll;
    b.clock.advance(60_000);
    await b.settle();
    expect(b.outbox.list()).toEqual([]);
    expect(b.sent).toHaveLength(11);
  });
});
