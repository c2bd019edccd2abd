import { useEffect, useRef, useState } from 'react';
import type { Rule } from '@shared/contract/rules';
import type { MailboxId } from '@shared/model/ids';
import { useEngine } from '../../state/connection';

/** How a run on a folder ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly id: string | null; readonly count: number }
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'called-off' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface RuleRun {
  /** How much of the folder has been looked at, while it is. */
  readonly progress: { readonly done: number; readonly of: number } | null;
  /** Of the last run; null: there was none, or one is under way. */
  readonly outcome: Outcome | null;
  readonly start: (rule: Rule, mailbox: MailboxId) => void;
  readonly callOff: () => void;
  readonly takeBack: (id: string) => void;
}

/** Runs a rule on a folder, one run at a time. Closing what asked for it calls it off, and then nothing has happened. */
export function useRun(): RuleRun {
  const engine = useEngine();
  const [progress, setProgress] = useState<RuleRun['progress']>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const run = useRef<AbortController | null>(null);
  useEffect(() => () => run.current?.abort(), []);
  return {
    progress,
    outcome,
    start(rule, mailbox) {
      if (run.current) return;
      const aborter = new AbortController();
      run.current = aborter;
      const token = crypto.randomUUID();
      setOutcome(null);
      setProgress({ done: 0, of: 0 });
      const stop = engine.on('ruleProgress', ({ token: whose, done, of }) => {
        if (whose === token) setProgress({ done, of });
      });
      void engine.api
        .runRule({ rule, mailbox, token }, { signal: aborter.signal })
        .then(
          (done): Outcome => ({ kind: 'done', ...done }),
          (error: unknown): Outcome =>
            aborter.signal.aborted ? { kind: 'called-off' } : { kind: 'failed', error },
        )
        .then(setOutcome)
        .finally(() => {
          stop();
          run.current = null;
          setProgress(null);
        });
    },
    callOff: () => run.current?.abort(),
    takeBack(id) {
      engine.api.undoAutomatic({ id }).then(
        () => setOutcome({ kind: 'taken-back' }),
        (error: unknown) => setOutcome({ kind: 'failed', error }),
      );
    },
  };
}
