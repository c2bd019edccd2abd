import { createRequire } from 'node:module';
import { Framer } from '../../src/main/imap/codec/framer';
import { Parser } from '../../src/main/imap/codec/parse-response';
import { DEFAULT_LIMITS } from '../../src/main/imap/limits';
import { UidSet } from '../../src/main/imap/sets';
import type { Response } from '../../src/main/imap/types';
import type { BenchLine } from './support/line';

/** One FETCH answer as a mailing list message gives it: some 900 octets. */
function header(i: number): string {
  const person = `(("Somebody Number ${String(i % 997)}" NIL "somebody${String(i % 997)}" "example.org"))`;
  return (
    `* ${String(i)} FETCH (UID ${String(i + 1000)} FLAGS (\\Seen${i % 7 === 0 ? ' \\Flagged' : ''}) INTERNALDATE "17-Jul-2026 02:44:25 -0700" RFC822.SIZE ${String(4286 + i)} ` +
    `ENVELOPE ("Wed, 17 Jul 2026 02:23:25 -0700 (PDT)" "Re: the minutes of the working group meeting, part ${String(i)}" ${person} ${person} ${person} ` +
    `(("List of many people" NIL "list" "lists.example.net")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL ` +
    `"<B27397-0100000.${String(i)}@cac.washington.edu>" "<B27398-0100000.${String(i)}@cac.washington.edu>") ` +
    `BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "UTF-8" "FORMAT" "flowed") NIL NIL "QUOTED-PRINTABLE" 1152 23 NIL NIL NIL NIL)` +
    `("APPLICATION" "PDF" ("NAME" "minutes-${String(i)}.pdf") "<960723163407.20117h@cac.washington.edu>" "Minutes" "BASE64" 45544 NIL ("attachment" ("FILENAME" "minutes-${String(i)}.pdf")) NIL NIL) ` +
    `"MIXED" ("BOUNDARY" "----=_Part_${String(i)}") NIL NIL NIL))\r\n`
  );
}

function chunks(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text, 'latin1');
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(new Uint8Array(bytes.subarray(at, at + size)));
  return out;
}

function parseAll(pieces: readonly Uint8Array[], each: (response: Response) => void): void {
  const parser = new Parser();
  const framer = new Framer(
    {
      response: (bytes, literals) => {
        each(parser.parse(bytes, literals));
        return true;
      },
      literal: () => null,
      slow: () => undefined,
    },
    DEFAULT_LIMITS,
  );
  framer.lineLimit = DEFAULT_LIMITS.line;
  for (const piece of pieces) framer.push(piece);
}

/** Both parsers get as many: the first ones are the compiler's, and a busy machine spoils single ones. */
const ROUNDS = 15;

/** CPU milliseconds of the best of `rounds`. */
function best(rounds: number, work: () => void): number {
  let least = Infinity;
  for (let i = 0; i < rounds; i++) {
    const before = process.cpuUsage();
    work();
    const used = process.cpuUsage(before);
    least = Math.min(least, (used.user + used.system) / 1000);
  }
  return least;
}

/** imapflow's tokeniser and tree builder over the same responses, one whole response at a time (no framing). */
async function peer(responses: readonly string[]): Promise<number | null> {
  const require = createRequire(import.meta.url);
  let parser: (line: Buffer, options?: object) => Promise<unknown>;
  try {
    ({ parser } = require('imapflow/lib/handler/imap-handler.js') as { parser: typeof parser });
  } catch {
    return null;
  }
  const lines = responses.map((line) => Buffer.from(line.slice(0, -2), 'latin1'));
  let least = Infinity;
  for (let i = 0; i < ROUNDS; i++) {
    const before = process.cpuUsage();
    for (const line of lines) await parser(line);
    const used = process.cpuUsage(before);
    least = Math.min(least, (used.user + used.system) / 1000);
  }
  return least;
}

/** Parser and framer on one core: headers in MB/s beside imapflow's parser, flags, and one long SEARCH answer. */
export async function run(): Promise<BenchLine[]> {
  const n = 20_000;
  const responses = Array.from({ length: n }, (_, i) => header(i + 1));
  const text = responses.join('');
  const pieces = chunks(text, 64 * 1024);
  let good = 0;
  const headers = best(ROUNDS, () => {
    good = 0;
    parseAll(pieces, (r) => {
      if (r.type === 'fetch' && r.message.envelope?.ok && r.message.structure?.ok) good++;
    });
  });
  const rate = text.length / 1e6 / (headers / 1e3);
  const few = responses.slice(0, 2_000);
  const theirs = await peer(few);
  const theirRate = theirs === null ? null : few.join('').length / 1e6 / (theirs / 1e3);

  const flags = chunks(
    Array.from(
      { length: 100_000 },
      (_, i) =>
        `* ${String(i + 1)} FETCH (UID ${String(i + 7)} FLAGS (\\Seen) MODSEQ (${String(90_000 + i)}))\r\n`,
    ).join(''),
    64 * 1024,
  );
  let flagged = 0;
  const flagsMs = best(ROUNDS, () => {
    flagged = 0;
    parseAll(flags, (r) => {
      if (r.type === 'fetch' && r.message.flags?.ok) flagged++;
    });
  });

  const uids = Array.from({ length: 100_000 }, (_, i) => 1_000 + i * 2);
  const searchPieces = chunks(`* SEARCH ${uids.join(' ')}\r\n`, 64 * 1024);
  let found = 0;
  const searchMs = best(ROUNDS, () => {
    parseAll(searchPieces, (r) => {
      if (r.type === 'search') found = UidSet.fromPairs(r.pairs).size;
    });
  });
  return [
    {
      bench: 'imap.parse.headers',
      n,
      value: round(rate),
      unit: 'MB/s',
      ...(theirRate === null ? {} : { floor: round(theirRate), ratio: round(rate / theirRate) }),
      budget: 100,
      ok: good === n && rate >= 100,
    },
    {
      bench: 'imap.parse.flags',
      n: 100_000,
      value: round(flagsMs),
      unit: 'ms',
      budget: 150,
      ok: flagged === 100_000 && flagsMs <= 150,
    },
    {
      bench: 'imap.parse.search',
      n: 100_000,
      value: round(searchMs),
      unit: 'ms',
      budget: 10,
      ok: found === 100_000 && searchMs <= 10,
    },
  ];
}

const round = (value: number): number => Math.round(value * 100) / 100;
