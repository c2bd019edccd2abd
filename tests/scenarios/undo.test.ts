import { afterEach, describe, expect, it } from 'vitest';
import { parseMessageKey } from '@shared/model/ids';
import { Bench } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

async function given(profile: ConstructorParameters<typeof Bench>[0] = 'everything'): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
}
const copy = (to: string): Promise<string> =>
  bench.act({ kind: 'copy', to: bench.idOf(to) }, 'INBOX', 'Letter 1', 'Letter 2');

describe('what was made is taken back', () => {
  it('a copy goes to the trash, exactly the one that was made, and the original stays', async () => {
    await given();
    bench.elsewhere.deliver('Archive', 'Letter 1');
    const group = await copy('Archive');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 1', 'Letter 1', 'Letter 2']);
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 1 });
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 1']);
    expect(bench.there('Trash').sort()).toEqual(['Letter 1', 'Letter 2']);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 0 });
  });

  it('before it went out it never goes out', async () => {
    await given();
    await bench.offline(true);
    const group = await copy('Archive');
    await bench.ui.api.undo({ group });
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('Archive')).toEqual([]);
    expect(bench.there('Trash')).toEqual([]);
  });

  it('without the server’s word for which ones they are, copies stay', async () => {
    await given('bare');
    const group = await copy('Archive');
    await bench.quiet();
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 0 });
    expect(bench.there('Archive')).toEqual(['Letter 1', 'Letter 2']);
  });

  it('a message that was restored to the server', async () => {
    await given();
    await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 3')) });
    bench.elsewhere.expunge('INBOX', 'Letter 3');
    await bench.quiet();
    const [entry] = await bench.ui.api.removedMessages({ account: null, mailbox: null });
    const restored = await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null });
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Letter 3');
    await bench.ui.api.undo({ group: restored.group });
    await bench.quiet();
    expect(bench.there('INBOX')).not.toContain('Letter 3');
    expect(bench.there('Trash')).toContain('Letter 3');
  });
});
