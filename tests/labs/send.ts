import type { DraftContent } from '@shared/contract/compose';
import type { Intent } from '@shared/contract/operations';
import type { AccountId, MailboxId, OutboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { openFolds, Table } from '@shared/ports/fold';
import { Secret } from '@shared/ports/secret';
import type { Vault } from '@shared/ports/vault';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { Outbox } from '@main/outbox/outbox';
import { Outgoing } from '@main/services/outgoing';
import { ScriptedServer } from '@main/smtp/testing/scripted-server';
import { smtpScript, type SmtpScriptOptions } from '@main/smtp/testing/smtp-script';
import { type MemoryDisk, openMemoryVault } from '@main/vault';
import { generator, type Random } from './random';

interface SendLabResult {
  readonly lab: 'send';
  readonly runs: number;
  readonly seed: number;
  /** Connections cut, engines killed, refusals and silences of servers in all runs. */
  readonly cuts: number;
  readonly kills: number;
  readonly answers: number;
  readonly messages: number;
  readonly accepted: number;
  /** Shown as "it may have gone out" at the end. */
  readonly uncertain: number;
  readonly lost: number;
  readonly twice: number;
  readonly failed: readonly string[];
  readonly ok: boolean;
}

interface Tally {
  cuts: number;
  kills: number;
  answers: number;
  messages: number;
  accepted: number;
  uncertain: number;
  lost: number;
  twice: number;
}

/** What happens to the next connection, or to the engine. */
type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'cut'; readonly of: 'input' | 'output'; readonly at: number }
  | { readonly kind: 'answer'; readonly verb: string; readonly reply: string };

/** One run's misfortunes: a fault for each connection, and the disk operation at which the engine is killed. */
interface Schedule {
  readonly faults: readonly Fault[];
  readonly killAt: number | null;
}

const ACCOUNT = 'a' as AccountId;
const SENT = 'sent' as MailboxId;
const VERBS = ['EHLO', 'MAIL', 'RCPT', 'DATA', 'CONTENT', 'AUTH', 'QUIT'] as const;
const REPLIES = [
  '421 4.3.2 going down',
  '451 4.7.1 greylisted',
  '452 4.5.3 too many',
  '550 5.1.1 no',
  '',
] as const;
/** Longer than a session is, in octets either way. */
const SESSION = 900;
/** More changes of the disk than one message makes on its way out. */
const WRITES = 60;

/**
 * Messages through the real outbox, client and vault to servers that are cut at every octet of a session, that answer
 * anything to anything or nothing at all, while the engine is killed at every write: first each place once, then at
 * random. In the end no message is lost, none was accepted twice for anybody, and whatever was accepted without our
 * knowing is shown as uncertain.
 */
export async function run({
  runs,
  seed,
  every = 1,
}: {
  runs: number;
  seed: number;
  /** Takes only every so many of the places, for a quick look. */
  every?: number;
}): Promise<SendLabResult> {
  const tally: Tally = {
    cuts: 0,
    kills: 0,
    answers: 0,
    messages: 0,
    accepted: 0,
    uncertain: 0,
    lost: 0,
    twice: 0,
  };
  const failed: string[] = [];
  for (let n = 0; n < runs && failed.length < 5; n++) {
    const random = generator(seed + n);
    const plan = systematic(n * every) ?? atRandom(random);
    const problem = await new Life(random, plan, tally)
      .run()
      .catch((error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)));
    if (problem !== null) failed.push(`run ${n} of seed ${seed}: ${problem} ${JSON.stringify(plan)}`);
  }
  return { lab: 'send', runs, seed, ...tally, failed, ok: failed.length === 0 };
}

/** Every octet of what is said and heard, and every write: null when all have had their turn. */
function systematic(n: number): Schedule | null {
  if (n < SESSION) return { faults: [{ kind: 'cut', of: 'input', at: n }], killAt: null };
  if (n < 2 * SESSION) return { faults: [{ kind: 'cut', of: 'output', at: n - SESSION }], killAt: null };
  if (n < 2 * SESSION + WRITES) return { faults: [], killAt: 1 + n - 2 * SESSION };
  return null;
}

function atRandom(random: Random): Schedule {
  const faults = Array.from({ length: random.int(5) }, (): Fault => {
    const kind = random.int(5);
    if (kind === 0) return { kind: 'none' };
    if (kind < 3) return { kind: 'cut', of: kind === 1 ? 'input' : 'output', at: random.int(SESSION) };
    const verb = VERBS[random.int(VERBS.length)] ?? 'DATA';
    return { kind: 'answer', verb, reply: REPLIES[random.int(REPLIES.length)] ?? '' };
  });
  return { faults, killAt: random.chance(0.6) ? 1 + random.int(WRITES) : null };
}

/** Time that goes on only when it is told to. */
class StillClock implements Clock {
  time = 1_700_000_000_000;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  now = (): number => this.time;
  monotonic = (): number => this.time;
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
  advance(ms: number): void {
    this.time += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at <= this.time && this.#timers.delete(timer)) timer.run();
    }
  }
}

interface Filed {
  readonly messageId: string;
}

class Life {
  readonly #clock = new StillClock();
  readonly #crypto = new NodeCrypto();
  #disk: MemoryDisk | undefined;
  #vault!: Vault;
  #outbox!: Outbox;
  #filed = new Table<Filed>('filed');
  /** `message recipient` as often as a server took it. */
  readonly #taken: string[] = [];
  /** What the server files by itself. */
  readonly #inSent = new Set<string>();
  readonly #filesBySelf: boolean;
  readonly #queued: string[] = [];
  #faults: Fault[];
  #connections = 0;
  #activity = 0;

  constructor(
    private readonly random: Random,
    private readonly plan: Schedule,
    private readonly tally: Tally,
  ) {
    this.#faults = [...plan.faults];
    this.#filesBySelf = random.chance(0.5);
  }

  async run(): Promise<string | null> {
    await this.#open();
    if (this.plan.killAt !== null) this.#disk?.cutPowerAt(this.plan.killAt);
    const count = 1 + this.random.int(3);
    for (let i = 0; i < count; i++) await this.#enqueue(`m${i}`);
    for (let step = 0; step < 12; step++) {
      await this.#rest();
      if (this.plan.killAt !== null && step === 3) await this.#kill();
      // Eleven minutes end every silence; later steps pass whole days of the retry schedule.
      this.#clock.advance(step < 6 ? 11 * 60_000 : 24 * 3_600_000);
    }
    await this.#rest();
    const verdict = this.#judge();
    await this.#outbox.stop();
    return verdict;
  }

  async #open(): Promise<void> {
    const opened = await openMemoryVault(this.#disk);
    this.#disk = opened.disk;
    this.#vault = opened.vault;
    const { vault } = opened;
    this.#filed = new Table<Filed>('filed');
    const outgoing = new Outgoing({
      dialer: { dial: () => Promise.resolve(this.#server()) },
      clock: this.#clock,
      crypto: this.#crypto,
      compression: new NodeCompression(),
    });
    this.#outbox = new Outbox({
      journal: vault,
      blobs: vault.blobs,
      clock: this.#clock,
      isKnown: () => true,
      mayConnect: () => true,
      submit: (submission) =>
        outgoing.submit(
          submission,
          { host: '127.0.0.1', port: 465, tls: 'tls', user: 'ada', auth: 'password' },
          () => Promise.resolve(new Secret('secret')),
          null,
        ),
      rest: (account) => outgoing.rest(account),
      close: () => outgoing.close(),
      accept: (_account, intents, extra) => this.#accept(intents, extra),
      sentMailbox: () => SENT,
      findSent: (_account, messageId) => Promise.resolve(this.#inSent.has(messageId)),
      onAuthFailure: () => undefined,
      afterAcceptance: () => ({ intents: [], records: [] }),
    });
    this.#outbox.onChange(() => void this.#activity++);
    await openFolds(vault, [this.#outbox.table, this.#outbox.ledger, this.#filed]);
    await this.#outbox.start();
  }

  async #accept(intents: readonly Intent[], extra: Parameters<Vault['appendAll']>[0]): Promise<void> {
    const filings = intents.flatMap((intent) => {
      const messageId = intent.kind === 'append' ? intent.messageId : '';
      // As often as it is filed: a second one is a second record.
      return [this.#filed.put(`${messageId} ${this.#filed.size}`, { messageId })];
    });
    await this.#vault.appendAll([...filings, ...extra]);
  }

  async #enqueue(name: string): Promise<void> {
    const messageId = `${name}@tern.example`;
    const to = this.random.chance(0.3) ? ['bo@x.example', 'cy@x.example'] : ['bo@x.example'];
    const body = 'Hello.\r\n.\r\n'.repeat(1 + this.random.int(8));
    const text = `Message-ID: <${messageId}>\r\nSubject: ${name}\r\n\r\n${body}`;
    try {
      const blob = await this.#vault.blobs.put(new TextEncoder().encode(text));
      const id = name as OutboxId;
      const draft = { subject: name, attachments: [] as DraftContent['attachments'] } as DraftContent;
      await this.#outbox.enqueue(
        {
          id,
          account: ACCOUNT,
          subject: name,
          messageId,
          from: 'ada@x.example',
          to,
          wire: blob,
          filed: blob,
          draft,
        },
        this.#clock.now(),
        [],
      );
      this.#queued.push(messageId);
      this.tally.messages += 1;
    } catch (error) {
      // The power went: nobody was told that the message is kept.
      if (this.plan.killAt === null) throw error;
    }
  }

  #server(): ScriptedServer {
    this.#connections += 1;
    const fault = this.#faults.shift() ?? { kind: 'none' };
    if (fault.kind === 'cut') this.tally.cuts += 1;
    if (fault.kind === 'answer') this.tally.answers += 1;
    const wrong = (verb: string): string | null =>
      fault.kind === 'answer' && fault.verb === verb ? fault.reply : null;
    let recipients: string[] = [];
    const replies: SmtpScriptOptions['replies'] = {
      MAIL: () => {
        recipients = [];
        return wrong('MAIL') ?? '250 2.0.0 ok';
      },
      RCPT: (line) => {
        // Only the first of several is refused: the others may still get it.
        const reply = recipients.length === 0 ? wrong('RCPT') : null;
        if (reply === null) recipients.push(/<(.*)>/.exec(line)?.[1] ?? '');
        return reply ?? '250 2.0.0 ok';
      },
      CONTENT: (content) => {
        const reply = wrong('CONTENT');
        // A server that falls silent here has taken it or has not; nobody can know.
        if (reply === null || (reply === '' && this.random.chance(0.5))) this.#take(content, recipients);
        return reply ?? '250 2.0.0 queued';
      },
      ...Object.fromEntries(
        (['EHLO', 'AUTH', 'DATA', 'QUIT'] as const).flatMap((verb) => {
          const reply = wrong(verb);
          return reply === null ? [] : [[verb, reply]];
        }),
      ),
    };
    return new ScriptedServer(
      smtpScript({
        extensions: ['PIPELINING', '8BITMIME', 'AUTH PLAIN', 'ENHANCEDSTATUSCODES'],
        security: { kind: 'tls', loopback: true, protocol: 'TLSv1.3' },
        replies,
        ...(fault.kind === 'cut' && fault.of === 'input' ? { cutAfterInput: fault.at } : {}),
        ...(fault.kind === 'cut' && fault.of === 'output' ? { cutAfterOutput: fault.at } : {}),
      }),
    );
  }

  #take(content: string, recipients: readonly string[]): void {
    const messageId = /Message-ID: <(.*)>/.exec(content)?.[1] ?? '?';
    for (const address of recipients) this.#taken.push(`${messageId} ${address}`);
    if (this.#filesBySelf) this.#inSent.add(messageId);
    this.tally.accepted += 1;
  }

  /** Waits until nothing more happens by itself: the clock stands still. */
  async #rest(): Promise<void> {
    let quiet = 0;
    for (let seen = -1; quiet < 12;) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = this.#activity + this.#connections + (this.#disk?.operations ?? 0) + this.#taken.length;
      quiet = now === seen ? quiet + 1 : 0;
      seen = now;
    }
  }

  async #kill(): Promise<void> {
    this.tally.kills += 1;
    const after = this.#disk?.crash(() => this.random.next());
    const old = this.#outbox;
    this.#disk = after;
    // What the dead engine still says goes nowhere: its disk is gone, its connections time out.
    this.#clock.advance(20 * 60_000);
    await old.stop().catch(() => undefined);
    await this.#open();
  }

  #judge(): string | null {
    const twice = this.#taken.filter((one, i) => this.#taken.indexOf(one) !== i);
    this.tally.twice += twice.length;
    if (twice.length > 0) return `accepted twice: ${twice.join(', ')}`;
    const items = new Map(this.#outbox.list().map((item) => [item.messageId, item]));
    const filed = [...this.#filed.values()].map(({ messageId }) => messageId);
    for (const messageId of this.#queued) {
      const item = items.get(messageId);
      const taken = this.#taken.filter((one) => one.startsWith(`${messageId} `));
      const copies = filed.filter((one) => one === messageId).length;
      if (item?.state === 'uncertain') this.tally.uncertain += 1;
      if (!item && taken.length === 0) {
        this.tally.lost += 1;
        return `lost: ${messageId}`;
      }
      if (copies > 1) return `filed ${copies} times: ${messageId}`;
      if (!item && copies !== 1) return `gone from the outbox and not filed: ${messageId}`;
      if (!item) continue;
      const known = item.recipients.filter(({ state }) => state === 'accepted').length;
      // Taken by the server and not known to be: only "it may have gone out" is an honest word for that.
      if (taken.length > known && item.state !== 'uncertain')
        return `${messageId} was taken for ${taken.length}, known for ${known}, and is shown as ${item.state}`;
      // Days after a login that was refused it goes out only when the person says so (E11): asked about, not lost.
      const late = item.state === 'missed' && item.reason?.code === 'waited-long';
      if (!late && !['uncertain', 'refused', 'retry', 'queued'].includes(item.state))
        return `${messageId} came to rest as ${item.state}`;
    }
    return null;
  }
}
