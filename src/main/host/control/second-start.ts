import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { readControlAddress } from './address';

/** What a later start with the same profile wants of the Tern that runs. */
export interface SecondStart {
  /** `mailto:` addresses and `.eml` files. */
  readonly openings: readonly string[];
  /** What relative paths are relative to. */
  readonly folder: string;
}

/** What the running Tern says to it. */
export type Reception =
  /** Taken. With an address where a window can be had, unless the running Tern shows one itself. */
  | { readonly taken: true; readonly link: string | null }
  /** Not taken, for a reason in words. */
  | { readonly taken: false; readonly reason: string };

/** Where a second start is handed in, on the control socket. */
export const SECOND_START_PATH = '/start';
/** A second start is a command line; none is longer. */
export const MAX_SECOND_START_OCTETS = 256 << 10;

export const secondStartSchema: z.ZodType<SecondStart> = z.object({
  openings: z.array(z.string()),
  folder: z.string(),
});

const receptionSchema: z.ZodType<Reception> = z.discriminatedUnion('taken', [
  z.object({ taken: z.literal(true), link: z.string().nullable() }),
  z.object({ taken: z.literal(false), reason: z.string() }),
]);

/** How long a process that is there may take to answer. */
const ANSWER_MS = 5_000;

/** Hands a start over to the Tern that runs with this profile. @returns null when none does. */
export async function handInStart(profile: string, start: SecondStart): Promise<Reception | null> {
  const address = await readControlAddress(profile);
  if (address === null) return null;
  return new Promise((resolve) => {
    const asking = request({
      socketPath: address.path,
      path: SECOND_START_PATH,
      method: 'POST',
      headers: { Authorization: `Bearer ${address.token}`, 'Content-Type': 'application/json' },
      timeout: ANSWER_MS,
    });
    asking.on('response', (response) => {
      json(response).then(
        (answer) => resolve(receptionSchema.safeParse(answer).data ?? null),
        () => resolve(null),
      );
    });
    asking.on('timeout', () => asking.destroy());
    // Nobody listens: the file was left behind by a Tern that was killed. Whether one runs is for the vault's lock to say.
    asking.on('error', () => resolve(null));
    asking.end(JSON.stringify(start));
  });
}
