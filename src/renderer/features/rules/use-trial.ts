import { useEffect, useState } from 'react';
import type { Rule, RuleTrial } from '@shared/contract/rules';
import type { MailboxId } from '@shared/model/ids';
import { useEngine } from '../../state/connection';
import { isClosed } from '../../state/engine-state';

/** What a rule would do is asked when nobody has changed it for so long, ms. */
const REST_MS = 350;

export interface Trial {
  readonly result: RuleTrial | null;
  readonly error: unknown;
  /** How much of the folder has been looked at, while it is. */
  readonly progress: { readonly done: number; readonly of: number } | null;
}

const NOTHING: Trial = { result: null, error: null, progress: null };

/**
 * What a rule would do in a folder, kept true while it is being changed. Null: there is nothing to be tried yet.
 * @param after what has been done to the folder: it is asked again when that changes.
 */
export function useTrial(rule: Rule | null, mailbox: MailboxId | null, after: unknown): Trial {
  const engine = useEngine();
  const [trial, setTrial] = useState(NOTHING);
  const asked = rule === null || mailbox === null ? null : JSON.stringify({ ...rule, name: '-', id: '-' });
  useEffect(() => {
    if (asked === null || mailbox === null) {
      setTrial(NOTHING);
      return undefined;
    }
    const aborter = new AbortController();
    const token = crypto.randomUUID();
    const stop = engine.on('ruleProgress', ({ token: whose, done, of }) => {
      if (whose === token) setTrial((old) => ({ ...old, progress: done < of ? { done, of } : null }));
    });
    const timer = setTimeout(() => {
      engine.ask
        .tryRule({ rule: JSON.parse(asked) as Rule, mailbox, token }, { signal: aborter.signal })
        .then(
          (result) => {
            if (!aborter.signal.aborted) setTrial({ result, error: null, progress: null });
          },
          (error: unknown) => {
            if (!aborter.signal.aborted && !isClosed(error))
              setTrial({ result: null, error, progress: null });
          },
        );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
      stop();
    };
  }, [engine, asked, mailbox, after]);
  return trial;
}
