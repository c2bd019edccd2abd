import { ensureBuilt } from './tern';

/** Vitest's global set-up: before the first file, so that the workers find a program that is up to date. */
export const setup = (): Promise<void> => ensureBuilt();
