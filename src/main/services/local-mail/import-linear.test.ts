import { afterEach, expect, it } from 'vitest';
import type { MailboxId } from '@shared/model/ids';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

const letters = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    bytes: Buffer.from(`Subject: Old ${from + i}\r\n\r\nText\r\n`),
    flags: [],
    date: null,
  }));

/** How many of these letters were not there already. */
async function added(mailbox: MailboxId, of: ReturnType<typeof letters>): Promise<number> {
  let count = 0;
  await bench.engine.local.add(mailbox, of, (took) => (count += took === 'already' ? 0 : 1));
  return count;
}

it('an import looks through what a mailbox holds once, not once a batch', async () => {
  bench = new Pop3Bench();
  await bench.start();
  await bench.poll();
  const { local } = bench.engine;
  const archive = bench.idOf('Archive');
  await local.add(archive, letters(0, 50));
  await local.idle();
  const { messages } = local;
  const inside = messages.in.bind(messages);
  let walks = 0;
  messages.in = (id: MailboxId) =>
    new Proxy(inside(id), {
      get(box, name) {
        if (['values', 'keys', 'entries', 'forEach', Symbol.iterator].includes(name)) walks += 1;
        const value: unknown = Reflect.get(box, name, box);
        return typeof value === 'function' ? (value.bind(box) as unknown) : value;
      },
    });
  await local.add(bench.idOf('Sent'), letters(0, 1));
  await local.idle();
  walks = 0;
  for (let batch = 1; batch <= 20; batch++) {
    expect(await added(archive, letters(batch * 50, 50))).toBe(50);
    await local.idle();
  }
  expect(walks).toBeLessThanOrEqual(1);
  expect(bench.here('Archive')).toHaveLength(1050);
});

it('what was deleted or moved away can be imported again, what was copied here or came back cannot', async () => {
  bench = new Pop3Bench();
  await bench.start();
  await bench.poll();
  const { local } = bench.engine;
  const { vault } = bench.engine.parts;
  const [archive, trash] = [bench.idOf('Archive'), bench.idOf('Trash')];
  const again = (): Promise<number> => added(archive, letters(0, 3));
  expect(await again()).toBe(3);
  expect(await again()).toBe(0);
  await vault.appendAll([local.messages.drop(archive, '1'), local.messages.move(archive, '2', trash, 1)]);
  expect(await again()).toBe(2);
  expect(await again()).toBe(0);
  await vault.appendAll([local.messages.copy(archive, '3', archive, 9), local.messages.drop(archive, '3')]);
  expect(await again()).toBe(0);
  await vault.appendAll([local.messages.flag(archive, '9', ['\\Seen'], [])]);
  expect(await again()).toBe(0);
  await vault.appendAll([local.messages.drop(archive, '9')]);
  expect(await again()).toBe(1);
});

it('two imports of the same letters at once add each of them once', async () => {
  bench = new Pop3Bench();
  await bench.start();
  await bench.poll();
  const archive = bench.idOf('Archive');
  const counts = await Promise.all([1, 2, 3].map(() => added(archive, letters(0, 30))));
  expect(counts).toEqual([30, 0, 0]);
  await bench.engine.local.idle();
  expect(bench.here('Archive')).toHaveLength(30);
});

it('a folder that went away takes no letters, and says so', async () => {
  bench = new Pop3Bench();
  await bench.start();
  await bench.poll();
  const { registry, parts } = bench.engine;
  const archive = bench.idOf('Archive');
  const adding = added(archive, letters(0, 3));
  await parts.vault.appendAll([registry.table.drop(archive)]);
  await expect(adding).rejects.toMatchObject({ code: 'mailbox-gone' });
  await expect(added(archive, letters(0, 3))).rejects.toMatchObject({ code: 'mailbox-gone' });
});
