import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { relativeDate } from '../i18n/format';
import { useT } from '../i18n';
import { useEngineState } from '../state/engine-state';
import { openDialog } from '../state/ui';
import { Icon, type IconName, Tooltip } from '../ui';
import { type SyncKind, syncKind } from './sync-kind';

/** None of them moves: what turns has the whole window composed, for 7 % of a core, as long as a synchronisation takes. */
const ICONS: Record<SyncKind, IconName> = {
  unsaved: 'warning',
  offline: 'offline',
  trouble: 'warning',
  syncing: 'activity',
  connecting: 'activity',
  paused: 'pause',
  noRoom: 'warning',
  idle: 'online',
};

export function SyncState() {
  const t = useT();
  // Not the status itself: that is another one with every message that comes.
  const kind = useEngineState(({ status }) =>
    status && status.accounts.length > 0 ? syncKind(status) : null,
  );
  const last = useEngineState(({ status }) =>
    Math.max(0, ...(status?.accounts ?? []).map(({ lastSync }) => lastSync ?? 0)),
  );
  useMinute();
  if (kind === null) return null;
  const label = t(`common.titlebar.sync.${kind}`);
  const detail =
    kind === 'idle' && last > 0 ? t('common.titlebar.sync.idleAt', { when: relativeDate(last) }) : label;
  return (
    <Tooltip text={detail}>
      <AriaButton
        className={`sync-state sync-${kind}`}
        aria-label={detail}
        onPress={() => openDialog({ kind: 'activity' })}
      >
        <Icon name={ICONS[kind]} />
        {kind !== 'idle' && <span className="sync-word">{label}</span>}
      </AriaButton>
    </Tooltip>
  );
}

/** Renders again every minute, for relative times. */
function useMinute(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
}
