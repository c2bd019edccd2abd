/**
 * Scripted misbehaviour: rules that a server asks before and after each command. Everything a rule does is
 * deterministic; what a rule counts is its own. Shared by the IMAP, SMTP and POP3 servers.
 */
export interface Rule {
  /** Upper-case verb as in `UID FETCH`, `APPEND`, `RCPT`; `CONNECT` is the greeting, `.` the end of SMTP's DATA. */
  readonly verb?: string;
  /** Only this occurrence of what matches otherwise, from 1. */
  readonly nth?: number;
  /** Only the first so many occurrences. */
  readonly times?: number;
  /** The user who is logged in. */
  readonly account?: string;
  /** IMAP: the mailbox that is selected or that the command names. */
  readonly mailbox?: string;
  /** Against the command as sent, without its tag. */
  readonly match?: RegExp;
  readonly act: Action;
}

/** What the peer of a command gets: everything before the final reply, and the final reply. */
export interface Output {
  /** Untagged lines (IMAP) or nothing (SMTP); binary string. */
  readonly data: string;
  /** The tagged line, the SMTP reply or the POP3 response; binary string with its CRLF. */
  readonly reply: string;
}

export type Action =
  /** Says this instead of executing. IMAP: without the tag, e.g. `NO [OVERQUOTA] full`; SMTP/POP3: the line. */
  | { readonly do: 'answer'; readonly reply: string }
  /** Executes, but says this in place of the true reply. */
  | { readonly do: 'execute-then-answer'; readonly reply: string }
  /** Answers after so many milliseconds of the clock; the command runs at once. */
  | { readonly do: 'delay'; readonly ms: number }
  /** Never answers. The command runs only with `execute`. */
  | { readonly do: 'silence'; readonly execute: boolean }
  /** Breaks the connection before the final reply; data of an executed command goes out. */
  | { readonly do: 'cut'; readonly execute: boolean }
  /** Executes and breaks the connection after so many bytes of the answer. */
  | { readonly do: 'cut-after'; readonly bytes: number }
  /** Puts raw bytes (a binary string) before the data, before the reply, or behind it. */
  | { readonly do: 'inject'; readonly bytes: string; readonly at: 'start' | 'before-reply' | 'end' }
  /** Lies: whatever the function makes of the true answer. See `lies.ts`. */
  | { readonly do: 'rewrite'; readonly with: (output: Output) => Output }
  /** Runs something in the world (another client acting) just before the command executes. */
  | { readonly do: 'meanwhile'; readonly run: () => void }
  /** Runs something between the execution and the answer. */
  | { readonly do: 'afterwards'; readonly run: () => void };

export interface Occasion {
  readonly verb: string;
  readonly account: string | null;
  readonly mailboxes: readonly string[];
  readonly line: string;
}

/** The rules of one server. Rules may be added at any time. */
export class Script {
  readonly #rules: Array<{ readonly rule: Rule; seen: number }> = [];
  /** Every command that came, in order: for assertions. */
  readonly log: Occasion[] = [];

  add(...rules: readonly Rule[]): this {
    for (const rule of rules) this.#rules.push({ rule, seen: 0 });
    return this;
  }
  clear(): void {
    this.#rules.length = 0;
  }
  /** The actions that apply to this command, in the order of their rules; counts the occurrence. */
  on(occasion: Occasion): Action[] {
    this.log.push(occasion);
    if (this.log.length > LOG_LIMIT) this.log.splice(0, LOG_LIMIT / 2);
    const actions: Action[] = [];
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.verb !== undefined && rule.verb !== occasion.verb) continue;
      if (rule.account !== undefined && rule.account !== occasion.account) continue;
      if (rule.mailbox !== undefined && !occasion.mailboxes.includes(rule.mailbox)) continue;
      if (rule.match !== undefined && !rule.match.test(occasion.line)) continue;
      entry.seen += 1;
      if (rule.nth !== undefined && entry.seen !== rule.nth) continue;
      if (rule.times !== undefined && entry.seen > rule.times) continue;
      actions.push(rule.act);
    }
    return actions;
  }
}
/** A demo left open for weeks must not grow; tests stay far below. */
const LOG_LIMIT = 100_000;
