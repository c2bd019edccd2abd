import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AccountTrace } from '@shared/contract/trust';
import { NodeTraceFiles } from '@main/host/node-trace-files';
import type { TraceLine } from '@main/imap';
import { Bench } from '../../../../tests/fakes/bench';

describe('the trace of an account', () => {
  let bench: Bench;
  afterEach(() => bench.stop());
  const start = async (): Promise<void> => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.settled('INBOX');
  };
  const trace = (): Promise<AccountTrace> => bench.ui.api.trace({ account: bench.account.id });
  const record = (on: boolean): Promise<AccountTrace> =>
    bench.ui.api.recordTrace({ account: bench.account.id, on });
  const file = (): (TraceLine & { connection: number })[] =>
    [...bench.traces.written.values()]
      .join('')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as TraceLine & { connection: number });

  it('is there without having been asked for: the last lines, with times and octets', async () => {
    await start();
    const { lines, recording } = await trace();
    expect(recording).toBe(false);
    expect(bench.traces.written.size).toBe(0);
    const texts = lines.map(({ text }) => text);
    expect(texts.some((text) => text.includes('SELECT INBOX'))).toBe(true);
    expect(lines.every(({ at, octets, connection }) => at > 0 && octets >= 0 && connection > 0)).toBe(true);
    for (const secret of ['Letter', 'secret', 'bo@tern']) expect(texts.join('\n')).not.toContain(secret);
  });

  it('is written while somebody wants it, from the middle of a connection on, and no longer', async () => {
    await start();
    expect(await record(true)).toMatchObject({ recording: true, failed: false });
    bench.deliver('INBOX', 4);
    await bench.quiet();
    await expect.poll(() => file().some(({ text }) => /FETCH/.test(text))).toBe(true);
    expect(JSON.stringify(file())).not.toMatch(/Letter|bo@tern/);
    expect(await record(false)).toMatchObject({ recording: false });
    const before = file().length;
    bench.deliver('INBOX', 5);
    await bench.quiet();
    expect(file().length).toBe(before);
  });

  it('ends when the disk is full, and says so; the mail goes on', async () => {
    await start();
    bench.traces.full = true;
    await record(true);
    bench.deliver('INBOX', 4);
    await bench.quiet();
    await expect.poll(async () => (await trace()).failed).toBe(true);
  });
});

describe('NodeTraceFiles', () => {
  let folder = '';
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps two files an account, readable by this person only, and no name leads out of the folder', async () => {
    folder = await mkdtemp(join(tmpdir(), 'tern-trace-'));
    const files = new NodeTraceFiles(join(folder, 'traces'), 100);
    const line = `${'x'.repeat(39)}\n`;
    await Promise.all(Array.from({ length: 7 }, () => files.append('a1', line)));
    await files.append('../../etc/x', line);
    expect((await readdir(join(folder, 'traces'))).sort()).toEqual([
      '______etc_x.jsonl',
      'a1.1.jsonl',
      'a1.jsonl',
    ]);
    expect(await readFile(files.place('a1'), 'utf8')).toBe(line);
    expect((await stat(files.place('a1'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'traces'))).mode & 0o777).toBe(0o700);
    expect((await readFile(join(folder, 'traces', 'a1.1.jsonl'), 'utf8')).length).toBe(80);
  });
});
