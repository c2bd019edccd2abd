import { ensureBuilt, OUT } from './tern';

/**
 * Vitest's global set-up: before the first file, so that the workers find a program that is up to date. They take it as it
 * is: built anew in the middle, it would lack the scripts that open windows have still to ask for.
 */
export async function setup(): Promise<void> {
  await ensureBuilt();
  process.env['TERN_OUT'] = OUT;
}
