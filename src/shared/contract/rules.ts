import { z } from 'zod';
import { accountId, mailboxId, shape } from './schema';

/** So many rules are kept. */
export const MAX_RULES = 100;

/** Where a rule looks for words. `to`: To and Cc. `list`: List-Id. */
const RULE_FIELDS = ['from', 'to', 'subject', 'list'] as const;

const ruleCondition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    field: z.enum(RULE_FIELDS),
    how: z.enum(['contains', 'lacks', 'is', 'begins']),
    text: z.string().max(400),
  }),
  z.object({ kind: z.literal('attachment'), has: z.boolean() }),
  z.object({
    kind: z.literal('size'),
    how: z.enum(['larger', 'smaller']),
    octets: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  z.object({ kind: z.literal('account'), account: accountId }),
]);
export type RuleCondition = z.output<typeof ruleCondition>;

/** What a rule does. Never deletes for good: `delete` is into Trash, and nothing where there is none. */
const ruleAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), to: mailboxId }),
  z.object({ kind: z.literal('copy'), to: mailboxId }),
  z.object({ kind: z.literal('archive') }),
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('read') }),
  z.object({ kind: z.literal('star') }),
  z.object({ kind: z.literal('tag'), keyword: z.string().min(1).max(100) }),
]);
export type RuleAction = z.output<typeof ruleAction>;

const rule = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  on: z.boolean(),
  match: z.enum(['all', 'any']),
  conditions: z.array(ruleCondition).min(1).max(20),
  actions: z.array(ruleAction).max(10),
  /** Rules behind it do nothing with what it holds for. */
  stop: z.boolean(),
  /** Tern has paused it: a folder that it needs is gone. */
  paused: z.boolean().default(false),
});
export type Rule = z.output<typeof rule>;

/** In the order in which they are looked at. One that this build cannot read takes none of the others with it. */
export const rules = z
  .array(rule.nullable().catch(null))
  .max(MAX_RULES)
  .default([])
  .transform((all) => all.filter((one) => one !== null));

/** What a rule would do in a folder. */
export interface RuleTrial {
  /** Messages that were looked at: those that are listed here. */
  readonly checked: number;
  readonly matched: number;
  /** Some of them, newest first. */
  readonly some: readonly { readonly from: string; readonly subject: string; readonly date: number }[];
}

const onFolder = z.object({
  rule,
  mailbox: mailboxId,
  /** Names the question in `ruleProgress`. */
  token: z.string().max(64),
});

export const ruleMethods = {
  /** Looks what a rule would do in a folder, and does nothing. @throws MailError `gone`, `store-lost` */
  tryRule: { params: onFolder, result: shape<RuleTrial>() },
  /**
   * Does with all messages of a folder what a rule says: all of it in one unit, to be taken back by `undoAutomatic`, or
   * nothing when it is called off before its end. @throws MailError `gone`, `store-lost`, `rule-broken`
   */
  runRule: { params: onFolder, result: z.object({ id: z.string().nullable(), count: z.number() }) },
} as const;

export const ruleEvents = {
  ruleProgress: z.object({ token: z.string(), done: z.number(), of: z.number() }),
} as const;
