import * as api from 'electron';
import type { ElectronApi } from './api';

/** The real thing. Imported by `src/main/index.ts` only, so that nothing else needs Electron to run. */
export const electron: ElectronApi = api;
