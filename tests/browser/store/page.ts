import { Dexie } from 'dexie';
import { openDexie } from '@renderer/store/dexie-database';
import { CONFORMANCE } from '@renderer/store/store-conformance';
import type { StoreLab } from './lab';
import { measure } from './measure';
import { measureSearch } from './measure-search';
import { killed, keptAfterKill, lostWhileRunning, written } from './recovery';

const lab: StoreLab = {
  async conformance() {
    const results: { name: string; error: string }[] = [];
    for (const { name, run } of CONFORMANCE) {
      await Dexie.delete('conformance');
      const { database } = await openDexie('conformance');
      try {
        await run(database);
        results.push({ name, error: '' });
      } catch (error) {
        results.push({ name, error: String(error) });
      }
      database.close();
    }
    return results;
  },
  measure,
  measureSearch,
  killed,
  written,
  keptAfterKill,
  lostWhileRunning,
};

Object.assign(window, { lab });
