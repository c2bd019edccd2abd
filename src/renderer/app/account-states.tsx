import { memo } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { AccountStatus, EngineStatus } from '@shared/contract/engine-api';
import { relativeDate } from '../i18n/format';
import { useT } from '../i18n';
import { session } from '../state/connection';
import { say } from '../state/say';
import { openDialog } from '../state/ui';
import { Icon, Tooltip } from '../ui';

/** More accounts than this that are not well are counted. */
const SHOWN = 2;

/** Accounts that cannot do their work now, by name, and why; those that are well need no words. */
export function AccountStates({ status }: { readonly status: EngineStatus }) {
  const t = useT();
  if (status.workOffline) return null;
  const unwell = status.accounts.filter((account) => stateOf(account) !== null);
  // With one account the line's own words say it already.
  if (status.accounts.length < 2 || unwell.length === 0) return null;
  const open = (): void => openDialog({ kind: 'activity' });
  const rest = unwell.length - SHOWN;
  return (
    <>
      {unwell.slice(0, SHOWN).map((account) => {
        const state = stateOf(account) ?? 'unreachable';
        const words = t(`activity.account.${state}`, { account: account.account.label });
        const detail =
          account.retryAt === null
            ? words
            : `${words}. ${t('activity.retryAt', { when: relativeDate(account.retryAt) })}`;
        return (
          <Tooltip key={account.account.id} text={detail}>
            <AriaButton
              className={`statusline-item statusline-account${state === 'paused' ? '' : ' is-trouble'}`}
              onPress={open}
            >
              <Icon
                name={state === 'paused' ? 'pause' : state === 'unreachable' ? 'offline' : 'warning'}
                size={13}
              />
              <bdi className="truncate">{words}</bdi>
            </AriaButton>
          </Tooltip>
        );
      })}
      {rest > 0 && (
        <AriaButton className="statusline-item is-trouble" onPress={open}>
          {t('activity.account.more', { count: rest })}
        </AriaButton>
      )}
    </>
  );
}

/** Null while all is well, or about to be. An account that cannot be reached is not one that was refused. */
function stateOf({
  phase,
}: AccountStatus): 'unreachable' | 'paused' | 'password' | 'signIn' | 'trouble' | null {
  switch (phase) {
    case 'offline':
      return 'unreachable';
    case 'paused':
      return 'paused';
    case 'needs-password':
      return 'password';
    case 'needs-sign-in':
      return 'signIn';
    case 'trouble':
      return 'trouble';
    case 'connecting':
    case 'syncing':
    case 'idle':
    case 'removing':
      return null;
  }
}

/** The switch: everything that was done waits here until it is turned again. */
export const OfflineSwitch = memo(function OfflineSwitch({ offline }: { readonly offline: boolean }) {
  const t = useT();
  const label = t(offline ? 'commands.goOnline' : 'commands.workOffline');
  return (
    <Tooltip text={label}>
      <AriaButton
        className={`statusline-item statusline-switch${offline ? ' is-offline' : ''}`}
        aria-label={t('commands.workOffline')}
        aria-pressed={offline}
        onPress={() => say(session().engine.api.setWorkOffline({ offline: !offline }))}
      >
        <Icon name={offline ? 'offline' : 'online'} size={13} />
        <span>{t(offline ? 'activity.switch.offline' : 'activity.switch.online')}</span>
      </AriaButton>
    </Tooltip>
  );
});
