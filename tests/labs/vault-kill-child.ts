import { writeSync } from 'node:fs';
import { openVault } from '@main/vault/index';
import { generator } from './random';

/** Works on a vault until it is killed, and says on stdout what was acknowledged. See `vault-kill.ts`. */
const [folder = '', from = '0', seed = '0'] = process.argv.slice(2);
const { int, chance } = generator(Number(seed));
const vault = await openVault({
  folder,
  clock: { now: () => Date.now() },
  limits: { reserve: 4096, low: 0, critical: 0 },
});
const known: number[] = [];
await vault.replay(({ payload }) => known.push(Number(payload)));
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
for (let next = Number(from); ;) {
  const numbers = Array.from({ length: 1 + int(5) }, () => next++);
  const work: Promise<unknown>[] = numbers.map((n) => vault.append('n', n).then(() => say(`n ${n}`)));
  if (chance(0.3)) {
    const bytes = new TextEncoder().encode(`${seed} ${next} ${'x'.repeat(int(20_000))}`);
    work.push(vault.blobs.put(bytes).then(({ hash }) => say(`b ${hash}`)));
  }
  if (chance(0.2)) work.push(vault.snapshot([...known].map((n) => ({ type: 'n', payload: n }))));
  await Promise.all(work);
}
