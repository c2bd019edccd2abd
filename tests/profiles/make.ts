import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MemoryDisk } from '@main/vault';
import { Bench } from '../fakes/bench';
import { SeededCrypto } from '../fakes/seeded-crypto';
import { VirtualClock } from '../fakes/virtual-clock';

/** What the profile of each fixture holds, besides an account. */
export const KEPT = {
  density: 'roomy',
  draft: 'A draft in the vault',
  outgoing: 'A mail that waits',
  starred: 'Letter 2',
} as const;

/**
 * Makes the vault of a profile in use: an account, settings, a draft, mail in the Outbox, an operation that waits. Written
 * once for each version of the schema, by the program of that version, and never again:
 * `npx tsx tests/profiles/make.ts v1`.
 */
async function makeProfile(): Promise<MemoryDisk> {
  const clock = new VirtualClock();
  const bench = new Bench('everything', { clock, crypto: new SeededCrypto(1) });
  bench.deliver('INBOX', 1, 3);
  const done = async <T>(call: Promise<T>): Promise<T> => {
    let over = false;
    void call.then(() => (over = true));
    await clock.pass(600_000, () => over);
    return call;
  };
  await done(bench.start());
  await clock.pass(60_000, () => bench.isQuiet());
  const { api } = bench.ui;
  await done(bench.offline(true));
  await done(api.updateSettings({ density: KEPT.density }));
  await done(bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', KEPT.starred));
  for (const subject of [KEPT.draft, KEPT.outgoing]) {
    const { id, version, content } = await done(api.newDraft({ account: null, to: 'bo@tern.example' }));
    const saved = await done(api.saveDraft({ id, base: version, content: { ...content, subject } }));
    if (subject === KEPT.outgoing) await done(api.send({ id, base: saved.version, content: saved.content }));
  }
  await bench.kill(() => 1);
  return bench.disk;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL(process.argv[2] ?? '', import.meta.url));
  const disk = await makeProfile();
  for (const path of disk.paths().filter((name) => !/lock|reserve/.test(name))) {
    const file = `${folder}/${path.replace('/vault/', '')}`;
    mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
    writeFileSync(file, disk.bytes(path));
  }
}
