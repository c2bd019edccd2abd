import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CURRENT_SCHEMA, MemoryDisk } from '@main/vault';
import { Bench } from '../fakes/bench';
import { KEPT } from './make';

/** The files of a checked-in vault on a disk in memory. */
function planted(version: number): MemoryDisk {
  const folder = fileURLToPath(new URL(`v${version}/`, import.meta.url));
  const disk = new MemoryDisk();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').replaceAll('//', '/');
    disk.plant(`/vault/${file.slice(folder.length)}`, readFileSync(file));
  }
  return disk;
}

const versions = Array.from({ length: CURRENT_SCHEMA.version }, (_, i) => i + 1);

describe('H7 profiles of every version of the vault', () => {
  it.each(versions)('version %i opens with everything in it', async (version) => {
    const bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    bench.disk = planted(version);
    await bench.start();
    const { api } = bench.ui;
    expect(bench.accounts().map(({ label }) => label)).toEqual(['ada@tern.example']);
    expect((await api.settings({})).density).toBe(KEPT.density);
    expect((await api.drafts({})).map(({ content }) => content.subject)).toContain(KEPT.draft);
    expect((await api.outbox({})).map(({ subject }) => subject)).toEqual([KEPT.outgoing]);
    expect(bench.operations().map(({ intent }) => intent.kind)).toContain('flags');
    expect(bench.engine.parts.vault.recovered).toEqual([]);

    // It is not only readable: what waited is done.
    await api.setPassword({ account: bench.account.id, direction: 'both', password: 'secret' });
    await bench.offline(false);
    await bench.quiet();
    expect(
      bench
        .box('INBOX')
        .messages.filter((m) => m.has('\\Flagged'))
        .map((m) => m.subject),
    ).toEqual([KEPT.starred]);
    await bench.stop();
  });
});
