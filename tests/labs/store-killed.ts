import { huntStore } from '../e2e/support/hunt-store';
import { ensureBuilt, openChromium } from '../e2e/support/tern';

interface StoreKilledResult {
  readonly lab: 'store-killed';
  readonly runs: number;
  readonly seed: number;
  readonly kills: number;
  readonly batches: number;
  readonly failed: readonly string[];
  readonly ok: boolean;
}

const KILLS = 6;

/**
 * The real store in Chromium, killed while it is written: `npm run lab -- store-killed --runs 20 --seed 1`. Some twenty
 * seconds a run; run n has the seed `seed + n`.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<StoreKilledResult> {
  await ensureBuilt();
  const browser = await openChromium();
  const failed: string[] = [];
  let batches = 0;
  try {
    for (let n = 0; n < runs; n++) {
      try {
        batches += (await huntStore(browser, seed + n, KILLS)).batches;
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
      }
    }
  } finally {
    await browser.close();
  }
  return { lab: 'store-killed', runs, seed, kills: runs * KILLS, batches, failed, ok: failed.length === 0 };
}
