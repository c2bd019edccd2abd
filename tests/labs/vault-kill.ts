import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BlobHash } from '@shared/model/ids';
import { openVault } from '@main/vault/index';
import { generator } from './random';
import type { LabResult } from './vault-torn';

const CHILD = fileURLToPath(new URL('vault-kill-child.ts', import.meta.url));
const TSCONFIG = fileURLToPath(new URL('../../tsconfig.base.json', import.meta.url));

/**
 * Scenario H3 with real processes: one appends, stores and compacts until SIGKILL hits it at a random
 * acknowledgement; the next one takes over its lock. Nothing acknowledged may be missing, nothing may come twice.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  const folder = await mkdtemp(`${tmpdir()}/tern-kill-`);
  const acknowledged = { numbers: new Set<number>(), blobs: new Set<string>() };
  let next = 0;
  for (let n = 0; n < runs; n++) {
    await killed(folder, next, seed + n, acknowledged);
    const problem = await check(folder, acknowledged).catch((error: unknown) => String(error));
    if (problem !== null) {
      failed.push(`seed ${seed + n}: ${problem}`);
      break;
    }
    next = Math.max(next, ...acknowledged.numbers) + 100;
  }
  await rm(folder, { recursive: true });
  return { lab: 'vault-kill', runs, seed, failed, ok: failed.length === 0 };
}

async function killed(
  folder: string,
  from: number,
  seed: number,
  acknowledged: { numbers: Set<number>; blobs: Set<string> },
): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', CHILD, `${folder}/vault`, String(from), String(seed)],
    {
      env: { ...process.env, TSX_TSCONFIG_PATH: TSCONFIG },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  let left = 1 + generator(seed).int(200);
  for await (const line of createInterface({ input: child.stdout })) {
    const [kind, value = ''] = line.split(' ');
    if (kind === 'n') acknowledged.numbers.add(Number(value));
    if (kind === 'b') acknowledged.blobs.add(value);
    if (--left === 0) child.kill('SIGKILL');
  }
  await exited;
}

async function check(
  folder: string,
  acknowledged: { numbers: ReadonlySet<number>; blobs: ReadonlySet<string> },
): Promise<string | null> {
  const vault = await openVault({
    folder: `${folder}/vault`,
    clock: { now: () => Date.now() },
    limits: { reserve: 4096, low: 0, critical: 0 },
  });
  try {
    const found: number[] = [];
    (await vault.replay(({ payload }) => found.push(Number(payload))))();
    if (new Set(found).size !== found.length) return 'a record came twice';
    const have = new Set(found);
    for (const n of acknowledged.numbers) if (!have.has(n)) return `record ${n} lost`;
    for (const hash of acknowledged.blobs) await vault.blobs.get(hash as BlobHash);
    return acknowledged.numbers.size === 0 ? 'nothing was acknowledged' : null;
  } finally {
    await vault.close();
  }
}
