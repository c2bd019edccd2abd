import type { Rule } from '@shared/contract/rules';
import { keepSettings, useEngineState } from '../../state/engine-state';

const now = (): readonly Rule[] => useEngineState.getState().settings.rules;
const keep = (rules: readonly Rule[]): Promise<boolean> => keepSettings({ rules: [...rules] });

/**
 * Keeps a rule: in the place of the one with its id, else as the last one.
 * @returns whether it is kept; mail that arrives from then on is judged by it
 */
export function keepRule(rules: readonly Rule[], rule: Rule): Promise<boolean> {
  return keep(
    rules.some(({ id }) => id === rule.id)
      ? rules.map((one) => (one.id === rule.id ? rule : one))
      : [...rules, rule],
  );
}

/** @returns puts it back where it was */
export function removeRule(rule: Rule): () => void {
  const at = now().findIndex(({ id }) => id === rule.id);
  void keep(now().filter(({ id }) => id !== rule.id));
  return () => void keep(now().toSpliced(Math.max(0, at), 0, rule));
}

/** Moves a rule up (−1) or down (1). */
export function moveRule(id: string, by: -1 | 1): void {
  const rules = now();
  const at = rules.findIndex((one) => one.id === id);
  const [rule, other] = [rules[at], rules[at + by]];
  if (rule && other) void keep(rules.with(at, other).with(at + by, rule));
}
