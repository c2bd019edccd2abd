import type { EngineHost } from './engine-host';

/** Stands in until `src/main/services/engine.ts` exists: accepts pages and closes them. */
export const unfinishedEngine = (): Promise<EngineHost> =>
  Promise.resolve({
    connectUi: (port) => port.close(),
    connectStore: (port) => port.close(),
    files: {
      openPart: () => Promise.resolve(null),
      openImage: () => Promise.resolve(null),
      accept: () => Promise.reject(new Error('there is no engine yet')),
    },
    stop: () => Promise.resolve(),
  });
