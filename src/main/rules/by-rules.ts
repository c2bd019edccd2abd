import type { Action } from '@shared/contract/engine-api';
import type { Rule, RuleAction } from '@shared/contract/rules';
import type { AccountId, MailboxId } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { matcherOf, type RuleSubject } from '@shared/rules/match';
import type { Judgement, Letter } from './judge';

/** A rule as it is applied. */
export interface ReadyRule {
  readonly rule: Rule;
  readonly holds: (message: RuleSubject) => boolean;
}

export const ready = (rule: Rule): ReadyRule => ({ rule, holds: matcherOf(rule) });

/** Whether a folder that a rule needs is gone. */
export const isBroken = ({ actions }: Rule, isThere: (mailbox: MailboxId) => boolean): boolean =>
  actions.some((action) => 'to' in action && !isThere(action.to));

/**
 * What rules do with a message, in their order: marks and copies of all of them, and the first place that one sends it to.
 * @param run asked for by hand, rather than an arrival
 */
export function byRules(
  { row, flags, size }: Letter,
  {
    rules,
    account,
    has,
  }: {
    readonly rules: readonly ReadyRule[];
    readonly account: AccountId;
    readonly has: (role: MailboxRole) => boolean;
  },
  run = false,
): Judgement | null {
  const names: string[] = [];
  const marks = new Set<string>();
  const copies = new Set<MailboxId>();
  let place: Action | null = null;
  for (const { rule, holds } of rules) {
    if (!holds({ account, row, flags, size })) continue;
    names.push(rule.name);
    for (const action of rule.actions) {
      const mark = markOf(action);
      if (mark !== null) marks.add(mark);
      else if (action.kind === 'copy') copies.add(action.to);
      else place ??= placeOf(action, has);
    }
    if (rule.stop) break;
  }
  if (names.length === 0) return null;
  const actions: Action[] = [];
  if (marks.size > 0) actions.push({ kind: 'flag', add: [...marks], remove: [] });
  for (const to of copies) actions.push({ kind: 'copy', to });
  if (place !== null) actions.push(place);
  return {
    cause: { kind: 'rules', names, run },
    actions,
    quiet: marks.has('\\Seen') || place !== null,
  };
}

function markOf(action: RuleAction): string | null {
  if (action.kind === 'read') return '\\Seen';
  if (action.kind === 'star') return '\\Flagged';
  return action.kind === 'tag' ? action.keyword : null;
}

function placeOf(action: RuleAction, has: (role: MailboxRole) => boolean): Action | null {
  if (action.kind === 'move') return { kind: 'move', to: action.to };
  if (action.kind === 'archive') return has('archive') || has('all') ? { kind: 'archive' } : null;
  return action.kind === 'delete' && has('trash') ? { kind: 'delete' } : null;
}
