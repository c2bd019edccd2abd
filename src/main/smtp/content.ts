import { joinOctets } from '@shared/util/octets';
import { bdat } from './commands/bdat';
import { isPositive, type Reply } from './reply';
import type { SendPlan } from './prepare';
import type { SmtpWire } from './wire';

/** Octets handed to the socket at a time, so that the block timeout is about a block. */
const BLOCK = 64 * 1024;
/** Octets of one BDAT. */
const BDAT_CHUNK = 1024 * 1024;
/** How long a server that stopped reading is listened to for its reason, in milliseconds. */
const LAST_WORDS = 2_000;

/**
 * Sends the content after 354 and waits for the verdict.
 * @param beforeEnd awaited before the octets that hold the final dot. The plan's last piece is that end, so it is
 *   always among the octets held back; a small message goes out with its dot in one write.
 * @param next what may follow the dot in the same write.
 */
export async function sendContent(
  wire: SmtpWire,
  plan: SendPlan,
  beforeEnd: () => Promise<void>,
  next: () => readonly Uint8Array[],
): Promise<Reply> {
  let held: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of plan.content) {
    if (octets + piece.length > BLOCK) {
      const early = await sendBlocks(wire, joinOctets(held));
      if (early !== null) return early;
      held = [];
      octets = 0;
    }
    held.push(piece);
    octets += piece.length;
  }
  await beforeEnd();
  wire.session.awaitVerdict();
  await wire.write(...held, ...next());
  return wire.reply(wire.timeouts.finalDot);
}

/** @returns the verdict of a server that stopped taking the message early, else null. */
async function sendBlocks(wire: SmtpWire, bytes: Uint8Array): Promise<Reply | null> {
  for (let at = 0; at < bytes.length; at += BLOCK) {
    try {
      await wire.write(bytes.subarray(at, at + BLOCK));
    } catch (error) {
      return lastWords(wire, error);
    }
  }
  return null;
}

async function lastWords(wire: SmtpWire, cause: unknown): Promise<Reply> {
  let reply: Reply;
  try {
    wire.session.awaitVerdict();
    reply = await wire.reply(LAST_WORDS);
  } catch {
    throw cause;
  } finally {
    wire.close();
  }
  // A yes to a message that was never finished is no yes.
  if (reply.code < 400) throw cause;
  return reply;
}

/** BDAT (RFC 3030): counted octets, each chunk answered before the next, LAST in the place of the dot. */
export async function sendChunks(
  wire: SmtpWire,
  plan: SendPlan,
  beforeEnd: () => Promise<void>,
): Promise<Reply> {
  let waiting: Uint8Array = new Uint8Array(0);
  for await (const piece of plan.content) {
    waiting = joinOctets([waiting, piece]);
    while (waiting.length > BDAT_CHUNK) {
      const chunk = waiting.subarray(0, BDAT_CHUNK);
      waiting = waiting.subarray(BDAT_CHUNK);
      await wire.write(wire.session.issue(bdat(chunk.length, false)), chunk);
      const reply = await wire.reply(wire.timeouts.block);
      if (!isPositive(reply)) return reply;
    }
  }
  await beforeEnd();
  await wire.write(wire.session.issue(bdat(waiting.length, true)), waiting);
  return wire.reply(wire.timeouts.finalDot);
}
