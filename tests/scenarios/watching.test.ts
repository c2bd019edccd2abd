import { afterEach, describe, expect, it } from 'vitest';
import { Bench } from '../fakes/bench';

let bench: Bench;

async function given(profile: ConstructorParameters<typeof Bench>[0]): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  await bench.store.until(() => bench.verbs('IDLE').length > 0);
}

describe('watching', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it('C10 NOTIFY: what happens in any mailbox is here without asking', async () => {
    await given('dovecot');
    const asked = bench.verbs('LIST', 'STATUS').length;
    bench.elsewhere.deliver('Archive', 'Straight to the archive');
    await bench.store.until(() => bench.here('Archive').length === 1);
    bench.elsewhere.flag('Archive', 'Straight to the archive', '\\Flagged');
    await bench.store.until(() => [...bench.store.shown('Archive').values()][0]?.flags !== 0);
    bench.elsewhere.move('INBOX', 'Letter 2', 'Junk');
    await bench.store.until(() => bench.here('Junk').length === 1 && bench.here('INBOX').length === 2);
    expect(bench.verbs('LIST', 'STATUS')).toHaveLength(asked);
    bench.elsewhere.create('Project');
    await bench.store.until(() => [...bench.store.mailboxes.values()].some((m) => m.name === 'Project'));
    bench.elsewhere.delete('Project');
    await bench.store.until(() => ![...bench.store.mailboxes.values()].some((m) => m.name === 'Project'));
  });

  it('what happened between the last look and NOTIFY is not waited for', async () => {
    bench = new Bench('dovecot');
    bench.deliver('INBOX', 1, 3);
    bench.imap.add({
      verb: 'NOTIFY',
      nth: 1,
      act: { do: 'meanwhile', run: () => void bench.elsewhere.deliver('Archive', 'In between') },
    });
    await bench.start();
    await bench.store.until(() => bench.here('Archive').length === 1);
  });

  it('NOTIFY refused: INBOX is watched all the same', async () => {
    bench = new Bench('dovecot');
    bench.imap.add({ verb: 'NOTIFY', act: { do: 'answer', reply: 'NO [BADEVENT (FlagChange)] not those' } });
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.quiet();
    await bench.store.until(() => bench.verbs('IDLE').length > 0);
    bench.deliver('INBOX', 4);
    await bench.store.until(() => bench.here('INBOX').length === 4);
    expect(bench.verbs('NOTIFY')).toHaveLength(1);
  });
});
