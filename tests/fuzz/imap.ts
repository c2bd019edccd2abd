import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMailError } from '../../src/shared/errors/mail-error';
import { ImapClient, fetch, noop, select, UidSet, status } from '../../src/main/imap/index';
import { encodeLatin1 } from '../../src/main/imap/codec/bytes';
import { Framer } from '../../src/main/imap/codec/framer';
import { Parser } from '../../src/main/imap/codec/parse-response';
import { DEFAULT_LIMITS } from '../../src/main/imap/limits';
import { ManualClock } from '../../src/main/imap/testing/manual-clock';
import { ScriptedServer } from '../../src/main/imap/testing/scripted-server';
import { SESSIONS } from '../../src/main/imap/testing/sessions';
import { Coverage } from './coverage';

export interface FuzzReport {
  readonly runs: number;
  readonly failures: readonly { readonly seed: number; readonly what: string; readonly input: string }[];
  /** The slowest input, milliseconds of CPU: the clock on the wall measures the machine's other work. */
  readonly slowestMs: number;
  /** Bytes kept by results divided by bytes of input, the worst run. */
  readonly worstGrowth: number;
  /** Bytes of heap that all runs together left behind, after collecting garbage. */
  readonly heapLeft: number;
  /** Inputs that reached code which none before had, and are mutated in turn. */
  readonly corpus: number;
  /** Characters of `src/main/imap` that ran, and how many of them the recorded sessions alone do not reach. */
  readonly covered: number;
  readonly found: number;
}

/** A small generator (mulberry32): the same seed gives the same run. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = [
  '(',
  ')',
  '((((((((',
  '"',
  '\\',
  '{',
  '}',
  '{5}\r\n',
  '{0}\r\n',
  '{99999999999}\r\n',
  '~{3}\r\n',
  '\r\n',
  '\n',
  '\0',
  '\xff',
  'NIL',
  '[',
  ']',
  '*',
  '+ ',
  '* ',
  'T1 OK ',
  '4294967296',
  '-1',
  '1:*',
  '18446744073709551616',
  'BODY[',
  'ENVELOPE (',
  'BODYSTRUCTURE (',
  ' UID 5 ',
  'FETCH',
  'VANISHED (EARLIER) ',
  'EXPUNGE',
  'EXISTS',
  '* 4294967295 EXISTS\r\n',
  '* 1 EXPUNGE\r\n',
  '* VANISHED 1:4294967295\r\n',
  '[ALERT]',
  '[COPYUID ',
  '__proto__',
  '1e309',
];

function mutate(text: string, corpus: readonly string[], next: () => number): string {
  let out = text;
  const times = 1 + Math.floor(next() * 6);
  for (let i = 0; i < times; i++) {
    const at = Math.floor(next() * (out.length + 1));
    const span = Math.floor(next() ** 3 * 60);
    const word = WORDS[Math.floor(next() * WORDS.length)] ?? '';
    const kind = Math.floor(next() * 7);
    if (kind === 0) out = out.slice(0, at) + out.slice(at + span);
    else if (kind === 1) out = out.slice(0, at) + word + out.slice(at);
    else if (kind === 2)
      out = out.slice(0, at) + String.fromCharCode(Math.floor(next() * 256)) + out.slice(at + 1);
    else if (kind === 3) out = out.slice(0, at) + word + out.slice(at + word.length);
    else if (kind === 4) out = out.slice(0, at) + out.slice(at, at + span) + out.slice(at);
    else if (kind === 5) {
      const other = corpus[Math.floor(next() * corpus.length)] ?? '';
      const from = Math.floor(next() * other.length);
      out = out.slice(0, at) + other.slice(from, from + span * 3) + out.slice(at);
    } else out = out.slice(0, at);
  }
  return out;
}

/** Rough size of a value in bytes, bounded work. */
function weight(value: unknown, seen = new Set<object>()): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || seen.has(value)) return 8;
  seen.add(value);
  if (value instanceof Uint8Array || value instanceof Uint32Array) return value.byteLength;
  let sum = 16;
  for (const inner of Object.values(value)) sum += weight(inner, seen);
  return sum;
}

function parseAll(bytes: Uint8Array, split: number): number {
  const parser = new Parser();
  let kept = 0;
  const framer = new Framer(
    {
      response: (response, literals) => {
        kept += weight(parser.parse(response, literals));
        return true;
      },
      literal: () => null,
      slow: () => undefined,
    },
    DEFAULT_LIMITS,
  );
  for (let at = 0; at < bytes.length; at += split) framer.push(bytes.subarray(at, at + split));
  return kept;
}

/** A MailError that is not the wrapping of something else: the client marks its own faults with the code `client`. */
function expected(error: unknown): boolean {
  return (
    isMailError(error) &&
    error.code !== 'client' &&
    !(isMailError(error.cause) && error.cause.code === 'client')
  );
}

/** The whole client against a server that says this, whatever it is asked. */
async function converse(text: string): Promise<void> {
  const server = new ScriptedServer('CLOSE');
  const chunks = [encodeLatin1(text)];
  const transport = {
    security: server.security,
    receive: () => Promise.resolve(chunks.shift() ?? null),
    send: () => Promise.resolve(),
    startTls: () => Promise.resolve(),
    close: () => undefined,
  };
  const client = await ImapClient.connect(transport, {
    clock: new ManualClock(),
    tls: 'tls',
    // Traces are made of hostile input too.
    trace: () => () => undefined,
  });
  await Promise.allSettled([
    client.run(select('INBOX')),
    client.run(
      fetch(UidSet.all, ['FLAGS', 'ENVELOPE', 'BODYSTRUCTURE', { section: '' }], {}, () => undefined),
    ),
    client.run(status('x', ['MESSAGES'])),
    client.run(noop()),
  ]).then((results) => {
    for (const result of results)
      if (result.status === 'rejected' && !expected(result.reason)) throw result.reason;
  });
  client.close();
}

/**
 * V8 counts blocks by not optimising: six times slower. So the corpus grows for this many runs, and the rest mutate what
 * it has become at full speed.
 */
const GUIDED = 50_000;
/** Read once a batch; an interesting batch is run again one by one. */
const BATCH = 250;
/** The sessions stay; of what was found the newest, so that mutation goes on from the frontier. */
const LARGEST_CORPUS = 3_000;
const LONGEST = 6_000;

interface Trial {
  readonly seed: number;
  readonly text: string;
  readonly split: number;
  readonly whole: boolean;
}

/**
 * Mutates the corpus of our own sessions, at first guided by coverage: an input that reaches new code of
 * `src/main/imap` joins the corpus. A failure is anything thrown that is no MailError, an input that takes more than a second of CPU, or
 * results more than eight times as large as their input (plus a fixed allowance for short ones).
 *
 * The same seed gives the same run.
 */
export async function run({
  runs,
  seed,
}: {
  readonly runs: number;
  readonly seed: number;
}): Promise<FuzzReport> {
  const failures: { seed: number; what: string; input: string }[] = [];
  const corpus = SESSIONS.map(({ bytes }) => bytes);
  const coverage = new Coverage((url) => url.includes('/src/main/imap/') && !url.includes('/testing/'));
  let slowestMs = 0;
  let worstGrowth = 0;

  const attempt = async ({ seed: own, text, split, whole }: Trial, judge: boolean): Promise<void> => {
    const bytes = encodeLatin1(text);
    const fail = (what: string): void => {
      if (judge && failures.length < 20) failures.push({ seed: own, what, input: text });
    };
    const before = process.cpuUsage();
    try {
      const kept = parseAll(bytes, split);
      worstGrowth = Math.max(worstGrowth, kept / Math.max(1, bytes.length));
      if (kept > bytes.length * 8 + 4096) fail(`kept ${String(kept)} of ${String(bytes.length)}`);
    } catch (error) {
      if (!isMailError(error)) fail(String(error));
    }
    if (whole) {
      try {
        await converse(text);
      } catch (error) {
        if (!expected(error)) fail(`client: ${String(error)}`);
      }
    }
    const used = process.cpuUsage(before);
    const took = (used.user + used.system) / 1000;
    slowestMs = Math.max(slowestMs, took);
    if (took > 1_000) fail(`took ${String(Math.round(took))} ms of CPU`);
  };

  for (const text of corpus) await attempt({ seed: 0, text, split: text.length, whole: true }, false);
  coverage.sawNew(true);
  const known = coverage.size;
  slowestMs = 0;
  const heapBefore = heap();
  for (let i = 0; i < runs && failures.length < 20; i += BATCH) {
    const batch: Trial[] = [];
    for (let n = i; n < Math.min(i + BATCH, runs); n++) {
      const own = (seed + n) >>> 0;
      const next = random(own);
      // Half of them from the frontier: the last that were found.
      const recent = next() < 0.5 ? Math.max(0, corpus.length - 60) : 0;
      const base = corpus[recent + Math.floor(next() * (corpus.length - recent))] ?? '';
      const text = mutate(base, corpus, next).slice(0, LONGEST);
      batch.push({ seed: own, text, split: 1 + Math.floor(next() * 400), whole: n % 8 === 0 });
    }
    for (const trial of batch) await attempt(trial, true);
    if (i >= GUIDED) coverage.stop();
    if (i >= GUIDED || !coverage.sawNew(false)) continue;
    coverage.skip();
    for (const trial of batch) {
      await attempt(trial, false);
      if (coverage.sawNew(true)) corpus.push(trial.text);
    }
    if (corpus.length > LARGEST_CORPUS) corpus.splice(SESSIONS.length, corpus.length - LARGEST_CORPUS);
  }
  coverage.stop();
  const covered = coverage.size;
  const heapLeft = heap() - heapBefore;
  return {
    runs,
    failures,
    slowestMs: Math.round(slowestMs),
    worstGrowth: Math.round(worstGrowth * 10) / 10,
    heapLeft,
    corpus: corpus.length,
    covered,
    found: covered - known,
  };
}

/** Live bytes, garbage collected. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
