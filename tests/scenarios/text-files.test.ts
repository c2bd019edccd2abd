import { afterEach, expect, it } from 'vitest';
import { parseMessageKey, section } from '@shared/model/ids';
import { Bench, USER } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

async function given(raw: string): Promise<void> {
  bench = new Bench('everything');
  bench.world.append(
    bench.world.account(USER),
    bench.box('INBOX'),
    Buffer.from(raw.replace(/\n/g, '\r\n'), 'latin1'),
  );
  await bench.start();
  await bench.quiet();
}
async function unpacked(subject: string) {
  const ref = parseMessageKey(bench.key('INBOX', subject));
  const { url } = await bench.ui.api.fetchPart({ ref, section: section('1') });
  return bench.ui.api.unpackPart({ url });
}
async function textOf(url: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await bench.engine.files.openUrl(url))?.stream ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

it('a uuencoded file in the text of an old mail comes out as a file, its name no path and its kind judged', async () => {
  await given('Subject: Old\nContent-Type: text/plain\n\nSee\nbegin 644 ../run.exe\n#0V%T\n`\nend\n');
  const { parts, notices } = await unpacked('Old');
  expect(notices).toEqual([]);
  expect(parts).toMatchObject([{ size: 3, dangerous: true }]);
  expect(parts[0]?.url).not.toContain('..');
  expect(await textOf(parts[0]?.url ?? '')).toBe('Cat');
});

it('yEnc over an 8-bit transfer comes out byte for byte', async () => {
  const body = Buffer.from([...'Cat\u0000\u00ff'].map((c) => (c.charCodeAt(0) + 42) & 0xff)).toString(
    'latin1',
  );
  await given(
    `Subject: Old\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n=ybegin line=128 size=5 name=cat.bin\n${body}\n=yend size=5\n`,
  );
  const { parts, notices } = await unpacked('Old');
  expect(notices).toEqual([]);
  expect(await textOf(parts[0]?.url ?? '')).toBe('Cat\u0000\u00ff');
});

it('a text without files in it is no container', async () => {
  await given('Subject: Old\n\nbegin 644 times more\n');
  await expect(unpacked('Old')).rejects.toMatchObject({ code: 'not-a-container' });
});
