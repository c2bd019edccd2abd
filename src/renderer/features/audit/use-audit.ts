import { useCallback, useEffect, useRef, useState } from 'react';
import type { AuditProgress, AuditReport } from '@shared/contract/audit';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { session } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';

/** A comparison: not begun, under way, over. */
export type AuditRun =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly progress: AuditProgress | null }
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'done'; readonly report: AuditReport };

let runs = 0;

/** Compares a folder, or all of an account, and can be stopped; leaving the panel stops it too. */
export function useAudit(
  account: AccountId,
  mailbox: MailboxId | null,
): {
  readonly run: AuditRun;
  readonly start: () => void;
  readonly stop: () => void;
  /** Compares one folder anew and puts the result in its place. */
  readonly refresh: (mailbox: MailboxId) => Promise<void>;
} {
  const [run, setRun] = useState<AuditRun>({ state: 'idle' });
  const abort = useRef<AbortController | null>(null);
  const start = useCallback(() => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const name = `page-${++runs}`;
    const { engine } = session();
    const off = engine.on('auditProgress', (progress) => {
      if (progress.run === name && !controller.signal.aborted) setRun({ state: 'running', progress });
    });
    setRun({ state: 'running', progress: null });
    engine.api
      .audit({ run: name, account, mailbox }, { signal: controller.signal })
      .then((report) => setRun({ state: 'done', report }))
      .catch((error: unknown) => {
        if (controller.signal.aborted || isClosed(error)) setRun({ state: 'stopped' });
        else setRun({ state: 'failed', failure: failureOf(error) });
      })
      .finally(off);
  }, [account, mailbox]);
  const stop = useCallback(() => abort.current?.abort(), []);
  useEffect(() => () => abort.current?.abort(), []);
  const refresh = useCallback(
    async (one: MailboxId) => {
      const again = await session().engine.api.audit({ run: `again-${++runs}`, account, mailbox: one });
      const [fresh] = again.folders;
      setRun((old) => {
        if (old.state !== 'done' || !fresh) return old;
        const folders = old.report.folders.map((folder) => (folder.mailbox === one ? fresh : folder));
        return { state: 'done', report: { ...old.report, folders } };
      });
    },
    [account],
  );
  return { run, start, stop, refresh };
}
