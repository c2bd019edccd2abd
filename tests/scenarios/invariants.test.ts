import { afterEach, describe, it } from 'vitest';
import { Bench, USER } from '../fakes/bench';
import { Pop3Bench } from '../fakes/pop3-bench';

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

describe('and for mail that POP3 fetched', () => {
  let bench: Pop3Bench;
  afterEach(async () => {
    await bench.stop();
  });
  const given = async (): Promise<void> => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
  };
  const append = (...records: Parameters<typeof bench.engine.parts.vault.appendAll>[0]): Promise<unknown> =>
    bench.engine.parts.vault.appendAll(records);

  it('a scenario that keeps its promises passes', given);

  it.fails('I1 a message is gone from both', async () => {
    await given();
    const { local } = bench.engine;
    await append(local.messages.drop(bench.idOf('INBOX'), '2'));
    bench.world.expunge(bench.world.account(USER), bench.inbox, [2]);
  });
  it.fails('I1 a message goes from the server that is not here', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    bench.online = false;
    await bench.start();
    bench.world.expunge(bench.world.account(USER), bench.inbox, [2]);
  });
  it.fails('I1 a message is here twice', async () => {
    await given();
    await append(bench.engine.local.messages.copy(bench.idOf('INBOX'), '1', bench.idOf('Archive'), 1));
  });
  it.fails('I2 a message that nobody touched has changed', async () => {
    await given();
    await append(bench.engine.local.messages.flag(bench.idOf('INBOX'), '1', ['\\Flagged'], []));
  });
});
