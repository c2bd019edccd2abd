import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Operation } from '@shared/contract/operations';
import type { EndedChange } from '@shared/contract/pending';
import type { CallOptions } from '@shared/rpc/contract';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useOperations, useStatus } from '../../state/engine-state';
import type { Failure } from '../../state/errors';
import { say } from '../../state/say';
import { useAnswer } from '../../state/use-answer';
import { Button, Confirm, Dialog, EmptyState, FailureNotice, Notice } from '../../ui';
import { ClosedChange, forget, OpenChange } from './change-line';
import { type Line, lineKey, linesOf, needsYou } from './lines';
import { useDetails } from './use-details';

const NONE: readonly EndedChange[] = [];

/** Everything one did that has not reached its server, and what became of the rest. */
export function PendingChanges({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const operations = useOperations();
  const status = useStatus();
  const ended = useEnded(operations);
  const lines = useMemo(() => linesOf(operations, ended.list), [operations, ended.list]);
  const [asking, setAsking] = useState<readonly Operation[] | null>(null);
  const offline = status?.workOffline ?? false;
  return (
    <Dialog isOpen size="large" title={t('pending.title')} onClose={onClose} className="pending">
      {offline && (
        <Notice
          compact
          actions={
            <Button size="small" onPress={() => say(session().engine.api.setWorkOffline({ offline: false }))}>
              {t('pending.goOnline')}
            </Button>
          }
        >
          {t('pending.offline')}
        </Notice>
      )}
      <FailureNotice error={ended.failure} />
      {lines.length === 0 ? (
        <EmptyState
          icon="checked"
          title={t('pending.empty')}
          text={t(offline ? 'pending.emptyOffline' : 'pending.emptyText')}
        />
      ) : (
        <Lines lines={lines} onForgetAll={setAsking} onUndone={ended.again} />
      )}
      {asking && (
        <Confirm
          isOpen
          title={t('pending.confirmForget', { count: asking.length, formatted: formatCount(asking.length) })}
          text={t('pending.confirmForgetText')}
          confirm={t('pending.forgetAll')}
          onClose={() => setAsking(null)}
          onConfirm={() => say(each(asking, forget))}
        />
      )}
    </Dialog>
  );
}

/** What ended, asked for anew whenever a change leaves the queue. */
function useEnded(operations: readonly Operation[]): {
  readonly list: readonly EndedChange[];
  readonly failure: Failure | null;
  readonly again: () => void;
} {
  const ask = useCallback((options: CallOptions) => session().engine.ask.endedOperations({}, options), []);
  const { value, failure, again } = useAnswer(ask);
  const before = useRef(operations);
  useEffect(() => {
    if (before.current === operations) return;
    before.current = operations;
    again();
  }, [operations, again]);
  return { list: value ?? NONE, failure, again };
}

async function each(
  operations: readonly Operation[],
  run: (operation: Operation) => Promise<unknown>,
): Promise<void> {
  for (const operation of operations) await run(operation);
}

function Lines({
  lines,
  onForgetAll,
  onUndone,
}: {
  readonly lines: readonly Line[];
  readonly onForgetAll: (operations: readonly Operation[]) => void;
  readonly onUndone: () => void;
}) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => lineKey(lines[index] as Line),
    estimateSize: (index) => (lines[index]?.kind === 'heading' ? 40 : 76),
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const details = useDetails(
    items.flatMap(({ index }) => {
      const line = lines[index];
      if (line?.kind === 'open') return [line.operation.id];
      return line?.kind === 'ended' ? [line.change.operation.id] : [];
    }),
  );
  return (
    <div ref={scroller} className="pending-scroll" tabIndex={-1}>
      <div role="list" className="pending-lines" style={{ blockSize: virtualizer.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="listitem"
              aria-posinset={index + 1}
              aria-setsize={lines.length}
              className="pending-line"
              style={{ transform: `translateY(${start}px)` }}
            >
              {line.kind === 'heading' && (
                <div className={`pending-heading${index > 0 ? ' is-later' : ''}`}>
                  <h3>
                    {t(`pending.${line.section}`)}{' '}
                    <span className="pending-count tabular">{formatCount(line.count)}</span>
                  </h3>
                  {line.section === 'needsYou' && line.count > 1 && (
                    <StuckActions lines={lines} onForgetAll={onForgetAll} />
                  )}
                </div>
              )}
              {line.kind === 'open' && (
                <OpenChange operation={line.operation} detail={details.get(line.operation.id)} />
              )}
              {line.kind === 'ended' && (
                <ClosedChange
                  change={line.change}
                  detail={details.get(line.change.operation.id)}
                  onUndone={onUndone}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function StuckActions({
  lines,
  onForgetAll,
}: {
  readonly lines: readonly Line[];
  readonly onForgetAll: (operations: readonly Operation[]) => void;
}) {
  const t = useT();
  const stuck = lines.flatMap((line) =>
    line.kind === 'open' && needsYou(line.operation) ? [line.operation] : [],
  );
  return (
    <span className="pending-all">
      <Button
        size="small"
        kind="quiet"
        onPress={() => say(each(stuck, ({ id }) => session().engine.api.retryOperation({ id })))}
      >
        {t('pending.retryAll')}
      </Button>
      <Button size="small" kind="quiet" onPress={() => onForgetAll(stuck)}>
        {t('pending.forgetAll')}
      </Button>
    </span>
  );
}
