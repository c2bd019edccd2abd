import { MailError } from '@shared/errors/mail-error';
import { list, type ListedMailbox, type ListOptions } from './commands/list';
import type { Command } from './session/command';
import type { QuirkReason } from './session/events';
import type { Session } from './session/session';

type Run = (command: Command<ListedMailbox[]>) => Promise<ListedMailbox[]>;
type Server = Pick<Session, 'capabilities' | 'quirks' | 'distrust'>;

/** All mailboxes that match, in the best form the server has, falling back where it fails at it (P1, S2). */
export async function bestList(run: Run, server: Server, options: ListOptions): Promise<ListedMailbox[]> {
  const caps = server.capabilities;
  // SPECIAL-USE alone does not bring RETURN: its attributes come with plain LIST (RFC 6154 §2).
  const returns = caps.has('LIST-EXTENDED') || (caps.has('LIST-STATUS') && options.subscribed !== true);
  if (options.extended !== false && returns) {
    try {
      const found = await run(list('extended', options));
      if (found.length > 0) return found;
      const plain = await plainList(run, server, options);
      if (plain.length > 0) distrust(server, 'list-empty');
      return plain;
    } catch (error) {
      // BAD from servers that never learnt it, NO from those that fail at it: plain LIST is what both can do.
      if (!(error instanceof MailError) || error.kind !== 'refused') throw error;
      distrust(server, 'list-refused');
    }
  }
  return plainList(run, server, options);
}

/** RETURN came with either of them. */
function distrust(server: Server, reason: QuirkReason): void {
  for (const name of ['LIST-EXTENDED', 'LIST-STATUS'])
    if (server.capabilities.has(name)) server.distrust(name, reason);
}

function plainList(
  run: Run,
  server: Server,
  { status: _status, ...options }: ListOptions,
): Promise<ListedMailbox[]> {
  const caps = server.capabilities;
  if (options.subscribed === true) return run(list('lsub', options));
  const xlist = caps.has('XLIST') && !caps.has('SPECIAL-USE') && !server.quirks.noXlist;
  return run(list(xlist ? 'xlist' : 'plain', options));
}
