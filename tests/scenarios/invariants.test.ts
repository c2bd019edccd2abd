import { afterEach, describe, it } from 'vitest';
import { Bench, USER } from '../fakes/bench';

/** The hook of all scenarios (`after-each.ts`) fires: what breaks a promise fails without having looked at anything. */
describe('the six invariants are checked after every scenario', () => {
  let bench: Bench;
  afterEach(async () => {
    await bench.stop();
  });
  const given = async (): Promise<void> => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.quiet();
  };

  it('a scenario that keeps its promises passes', given);

  it.fails('I1 a message is lost', async () => {
    await given();
    bench.world.expunge(bench.elsewhere.account, bench.box('INBOX'), [2]);
  });
  it.fails('I2 a message that nobody touched has changed', async () => {
    await given();
    bench.world.setFlags(bench.elsewhere.account, bench.box('INBOX'), [1], 'add', ['\\Flagged']);
  });
  it.fails('I4 a message was accepted twice', async () => {
    await given();
    const raw = 'Message-ID: <x@y>\r\n\r\n';
    const mail = { from: USER, to: ['bo@far.example'], raw, at: 0, user: USER, params: {} };
    for (let n = 0; n < 2; n++) bench.world.accepted.push(mail);
  });
});
