import { parseArgs } from 'node:util';
import { UsageError, type ExitCode } from './console';
import type { OpenTern, TernAt } from './tern-at';

/** What a person said on the command line to a command that asks a Tern. */
export interface Asked {
  readonly account: string | undefined;
  readonly folder: string | undefined;
  readonly json: boolean;
}

/** The first look after a start may have to fetch; it tells how far it is meanwhile. */
export const PATIENCE_MS = 10 * 60_000;

/**
 * Reads `--account`, `--profile`, `--json` and what else the command takes, opens the Tern of the profile, and lets go
 * of it when the question was answered or failed. @throws UsageError with a sentence for what is not understood.
 */
export async function askTern(
  args: readonly string[],
  takes: { readonly folder: boolean },
  { defaultProfile, openTern }: { readonly defaultProfile: string; readonly openTern: OpenTern },
  ask: (tern: TernAt, asked: Asked) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      account: { type: 'string' },
      folder: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [stranger = takes.folder ? undefined : values.folder] = positionals;
  if (stranger !== undefined) throw new UsageError(`“${stranger}” is not understood here.`);
  const { account, folder, profile = defaultProfile, json } = values;
  if (profile === '') throw new UsageError('--profile: name a folder.');
  const tern = await openTern(profile);
  try {
    return await ask(tern, { account, folder, json });
  } finally {
    await tern.close();
  }
}
