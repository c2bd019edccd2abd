import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { EngineStatus } from '@shared/contract/engine-api';
import { relativeDate } from '../i18n/format';
import { useT } from '../i18n';
import { useEngineState } from '../state/engine-state';
import { openDialog } from '../state/ui';
import { Icon, type IconName, Tooltip } from '../ui';

export type SyncKind = 'offline' | 'trouble' | 'syncing' | 'connecting' | 'paused' | 'idle';

/** The one word for all accounts: the worst of them, but work under way before rest. */
export function syncKind(status: EngineStatus): SyncKind {
  const phases = status.accounts.map(({ phase }) => phase);
  if (status.workOffline) return 'offline';
  if (phases.some((phase) => phase.startsWith('needs-'))) return 'trouble';
  if (!status.online) return 'offline';
  if (phases.includes('trouble')) return 'trouble';
  if (phases.includes('syncing') || phases.includes('removing')) return 'syncing';
  if (phases.includes('connecting')) return 'connecting';
  if (phases.length > 0 && phases.every((phase) => phase === 'offline')) return 'offline';
  if (phases.length > 0 && phases.every((phase) => phase === 'paused')) return 'paused';
  return 'idle';
}

/** None of them moves: what turns has the whole window composed, for 7 % of a core, as long as a synchronisation takes. */
const ICONS: Record<SyncKind, IconName> = {
  offline: 'offline',
  trouble: 'warning',
  syncing: 'activity',
  connecting: 'activity',
  paused: 'pause',
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
