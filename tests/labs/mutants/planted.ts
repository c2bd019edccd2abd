/** A defect that is planted into a build, to see that a lab finds it. */
export interface Mutant {
  /** What the program does wrong. */
  readonly name: string;
  readonly lab: 'sync' | 'send' | 'pop3';
  /** Where, from the root. */
  readonly file: string;
  /** Text that is there exactly once … */
  readonly find: string;
  /** … and what it is replaced by. */
  readonly plant: string;
  /** It has to be found within so many schedules. */
  readonly within: number;
}

/** One for each of the promises that the labs are there for. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the watermark moves before the messages below it are stored (C1)',
    lab: 'sync',
    file: 'src/main/sync/sync-mailbox.ts',
    find: 'await ctx.facts.push(facts, [cursor]);',
    plant: 'await ctx.facts.push([], [cursor]); await ctx.facts.push(facts);',
    within: 600,
  },
  {
    name: 'a move whose answer was lost is made again without looking (A3)',
    lab: 'sync',
    file: 'src/main/operations/execute/move.ts',
    find: 'const begun = notes?.source === group.mailbox ? notes : null;',
    plant: 'const begun = null as MoveNotes | null;',
    within: 400,
  },
  {
    name: 'a message is appended without looking whether it is there already (E7)',
    lab: 'sync',
    file: 'src/main/operations/execute/append.ts',
    find: 'if (there !== null) return arrived(ctx, op, child, there);',
    plant: 'void there;',
    within: 600,
  },
  {
    name: 'what was lost after the last dot is sent again (E1)',
    lab: 'send',
    file: 'src/main/outbox/item.ts',
    find: "    case 'dot-sent':\n      return 'uncertain';",
    plant: "    case 'dot-sent':\n      return 'queued';",
    within: 2500,
  },
  {
    name: '“saved” is said before the disk has it',
    lab: 'sync',
    file: 'src/main/vault/journal.ts',
    find: 'await this.#file.sync();\n        this.#garbage = false;\n        this.#space',
    plant: 'this.#garbage = false;\n        this.#space',
    within: 200,
  },
  {
    name: 'a refused operation leaves the queue without a word (I3)',
    lab: 'sync',
    file: 'src/main/operations/run-queue.ts',
    find: "await queue.update(id, { state: 'refused', nextTry: null, reason });",
    plant: 'await finish(ctx, [id], []);',
    within: 400,
  },
  {
    name: 'marks are shown under the names that were known when the store connected (F4)',
    lab: 'sync',
    file: 'src/main/sync/account-memory.ts',
    find: 'if (this.#of === store) return;',
    plant: '',
    within: 1000,
  },
  {
    name: 'DELE for what can’t be read in the vault (G2, G6)',
    lab: 'pop3',
    file: 'src/main/sync/pop3-poll.ts',
    find: 'const wanted = due.filter(({ key }) => deletedHere(key) || whole.has(key)).map(({ listed }) => listed);',
    plant: 'void whole; const wanted = [...known, ...fresh].map(({ listed }) => listed);',
    within: 200,
  },
];
