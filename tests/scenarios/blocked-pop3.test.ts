import { afterEach, describe, expect, it } from 'vitest';
import { USER } from '../fakes/bench';
import { Pop3Bench } from '../fakes/pop3-bench';

/** Blocked senders where mail is fetched by POP3 and lives here. */
let bench: Pop3Bench;
afterEach(() => bench.stop());

function put(subject: string): void {
  bench.history.note('touched', `<${subject.replace(/\W/g, '-')}@tern.example>`);
  bench.world.append(
    bench.world.account(USER),
    bench.inbox,
    `From: Eve <eve@evil.example>\r\nTo: ${USER}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '-')}@tern.example>\r\n\r\nHello\r\n`,
  );
}

describe('a blocked sender, by POP3', () => {
  it('what the first session brings stays; what comes later goes to Junk, once, over a kill', async () => {
    bench = new Pop3Bench();
    put('Old spam');
    bench.deliver(1, 2);
    await bench.start();
    await bench.poll();
    const told: string[] = [];
    bench.ui.on('arrived', ({ count, letters }) => told.push(`${count} ${letters[0]?.subject ?? ''}`));
    await bench.ui.api.block({ entry: 'eve@evil.example' });
    put('New spam');
    bench.deliver(3);
    await bench.poll();
    await bench.until(() => bench.here('Junk').includes('New spam'));
    expect(bench.here().sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3', 'Old spam']);
    await bench.until(() => told.length > 0);
    expect(told).toEqual(['1 Letter 3']);
    const [entry] = await bench.ui.api.automaticLog({});
    await bench.kill();
    await bench.start();
    await bench.ui.api.undoAutomatic({ id: entry?.id ?? '' });
    await bench.until(() => bench.here().includes('New spam'));
    await bench.poll();
    await bench.engine.local.idle();
    expect(bench.here('Junk')).toEqual([]);
  });

  it('a first session that breaks off in the middle makes no arrivals of the rest', async () => {
    bench = new Pop3Bench();
    for (let n = 1; n <= 6; n++) put(`Old ${n}`);
    bench.pop3.add({ verb: 'RETR', nth: 4, act: { do: 'cut-after', bytes: 20 } });
    await bench.start();
    await bench.ui.api.block({ entry: '@evil.example' });
    await bench.poll();
    await bench.poll();
    await bench.until(() => bench.here().length === 6);
    await bench.engine.local.idle();
    await bench.engine.automatic.fetched.idle();
    expect(bench.here('Junk')).toEqual([]);
  });
});
