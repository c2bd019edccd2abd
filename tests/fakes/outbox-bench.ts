import type { DraftContent, OutboxState } from '@shared/contract/compose';
import type { Intent } from '@shared/contract/operations';
import type { AccountId, MailboxId, OutboxId } from '@shared/model/ids';
import { openFolds } from '@shared/ports/fold';
import type { Vault } from '@shared/ports/vault';
import type { MemoryDisk } from '@main/vault';
import { openMemoryVault } from '@main/vault';
import { Outbox } from '@main/outbox/outbox';
import type { Submission, SubmissionResult } from '@main/outbox/ports';

export const account = 'a1' as AccountId;
const bytes = new TextEncoder().encode('Subject: Hi\r\n\r\nHello\r\n');
export const draft = { subject: 'Hi' } as DraftContent;

/** A clock whose timers run when the test says so. */
class TestClock {
  time = 1_000_000;
  readonly timers: { at: number; run: () => void }[] = [];
  now = (): number => this.time;
  monotonic = (): number => this.time;
  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return () => {
      const i = this.timers.indexOf(timer);
      if (i >= 0) this.timers.splice(i, 1);
    };
  };
  advance(ms: number): void {
    this.time += ms;
    for (const timer of [...this.timers]) {
      if (timer.at > this.time) continue;
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.run();
    }
  }
}

export type Answer = (submission: Submission) => Promise<SubmissionResult>;

/** An outbox on a vault in memory, and a server that answers as the test says. */
export class Bench {
  readonly clock = new TestClock();
  readonly sent: string[][] = [];
  readonly filed: Intent[] = [];
  readonly states: OutboxState[] = [];
  online = true;
  inSent: boolean | null | Promise<boolean> = false;
  /** Sent is looked into. */
  onLook: () => unknown = () => undefined;
  authFailures = 0;
  answer: Answer = acceptAll;
  vault!: Vault;
  outbox!: Outbox;

  async open(disk?: MemoryDisk): Promise<MemoryDisk> {
    const opened = await openMemoryVault(disk);
    this.vault = opened.vault;
    this.outbox = new Outbox({
      journal: this.vault,
      blobs: this.vault.blobs,
      clock: this.clock,
      isKnown: () => true,
      mayConnect: () => this.online,
      submit: async (submission) => {
        this.sent.push([...submission.to]);
        return this.answer(submission);
      },
      rest: () => undefined,
      close: () => Promise.resolve(),
      accept: async (_account, intents, extra) => {
        this.filed.push(...intents);
        await this.vault.appendAll(extra);
      },
      sentMailbox: () => 'sent' as MailboxId,
      findSent: async () => {
        this.onLook();
        return this.inSent;
      },
      onAuthFailure: () => {
        this.authFailures++;
      },
      afterAcceptance: () => ({ intents: [], records: [] }),
    });
    this.outbox.onChange((items) => {
      const state = items[0]?.state;
      if (state !== undefined && this.states.at(-1) !== state) this.states.push(state);
    });
    await openFolds(this.vault, [this.outbox.table, this.outbox.ledger]);
    return opened.disk;
  }

  async enqueue(to: string[], delay = 0, id = 'x1'): Promise<void> {
    const blob = await this.vault.blobs.put(bytes);
    await this.outbox.enqueue(
      {
        id: id as OutboxId,
        account,
        subject: 'Hi',
        messageId: `${id}@tern.example`,
        from: 'ada@tern.example',
        to,
        wire: blob,
        filed: blob,
        draft,
      },
      this.clock.now() + delay,
      [],
    );
  }
  /** Lets everything that was started come to its end. */
  async settle(): Promise<void> {
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  }
  get state(): OutboxState | undefined {
    return this.outbox.list()[0]?.state;
  }
}

export const acceptAll: Answer = async (s) => {
  await s.onPhase('envelope', []);
  await s.onPhase('data-started', []);
  await s.onPhase('dot-sent', []);
  return {
    outcome: 'accepted',
    accepted: s.to.map((address) => ({ address, server: '250 ok' })),
    refused: [],
    code: '',
    server: '250 queued',
  };
};

export async function bench(): Promise<Bench> {
  const b = new Bench();
  await b.open();
  return b;
}
