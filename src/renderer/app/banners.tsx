import { useT } from '../i18n';
import { commands } from '../state/commands';
import { useLinks } from '../state/connection';
import { useAccounts, useEngineState, useOutbox, useStatus } from '../state/engine-state';
import { openDialog } from '../state/ui';
import { Button, Notice } from '../ui';
import { isDangerous } from './sync-kind';

/** What one should know about the whole: engine gone, local copy broken, disk full, offline, a password missing. */
export function Banners() {
  const t = useT();
  const links = useLinks();
  const status = useStatus();
  const store = useEngineState((state) => state.store);
  const outbox = useOutbox();
  const accounts = useAccounts();
  if (links.engine === 'gone')
    return (
      <Notice compact tone="warning">
        {t(inElectron() ? 'common.banner.engineGone' : 'common.banner.hostGone')}
      </Notice>
    );
  if (store?.state === 'failed')
    return (
      <Notice compact tone="danger">
        {t('common.banner.storeFailed')}
      </Notice>
    );
  if (store?.state === 'rebuilding') return <Notice compact>{t('common.banner.storeRebuilding')}</Notice>;
  const disk = status?.notices.find(({ code }) => isUrgent(code));
  if (disk)
    return (
      <Notice compact tone={isDangerous(disk.code) ? 'danger' : 'warning'}>
        {t(`activity.notice.${disk.code}`)}
      </Notice>
    );
  const missing = accounts.find(({ phase }) => phase === 'needs-password' || phase === 'needs-sign-in');
  if (missing) {
    const kind = missing.phase === 'needs-sign-in' ? 'sign-in' : 'password';
    return (
      <Notice
        compact
        tone="warning"
        actions={
          <Button size="small" onPress={() => openDialog({ kind, account: missing.account.id })}>
            {t(kind === 'sign-in' ? 'accounts.signIn.begin' : 'common.banner.enterPassword')}
          </Button>
        }
      >
        {t(kind === 'sign-in' ? 'common.banner.needsSignIn' : 'common.banner.needsPassword', {
          account: missing.account.label,
        })}
      </Notice>
    );
  }
  if (!status || status.accounts.length === 0 || (status.online && !status.workOffline)) return null;
  const kind = status.workOffline ? 'workOffline' : 'offline';
  // What was refused, or may have gone out already, does not go out by itself when the connection is back.
  const messages = outbox.filter(
    ({ state }) => state !== 'refused' && state !== 'uncertain' && state !== 'filed',
  ).length;
  const waiting = waitingText(status.waiting, messages, t);
  return (
    <Notice
      compact
      actions={
        <>
          {waiting && (
            <Button size="small" onPress={() => openDialog({ kind: messages > 0 ? 'activity' : 'pending' })}>
              {t('common.show')}
            </Button>
          )}
          {status.workOffline && (
            <Button
              size="small"
              onPress={() => {
                commands.run('goOnline');
              }}
            >
              {t('common.banner.goOnline')}
            </Button>
          )}
        </>
      }
    >
      {waiting ? t(`common.banner.${kind}Waiting`, { waiting }) : t(`common.banner.${kind}Nothing`)}
    </Notice>
  );
}

const URGENT: ReadonlySet<string> = new Set(['disk-reserve-used', 'disk-critical', 'cache-full']);

/** What is said so that nobody overlooks it, and whole: what one does may not be kept. The rest stands in the status line. */
export const isUrgent = (code: string): boolean => isDangerous(code) || URGENT.has(code);

/** There the engine comes back by itself; a host in a terminal is started again by hand, and its sessions end with it. */
export const inElectron = (): boolean => location.protocol === 'app:';

/** "3 changes and 1 message wait", or '' when nothing does. */
function waitingText(changes: number, messages: number, t: ReturnType<typeof useT>): string {
  const parts = [
    changes > 0 && t('common.banner.changes', { count: changes }),
    messages > 0 && t('common.banner.messages', { count: messages }),
  ].filter((part) => typeof part === 'string');
  if (parts.length === 0) return '';
  const what = parts.length === 2 ? t('common.banner.and', { a: parts[0], b: parts[1] }) : parts[0];
  return t('common.banner.wait', { what, count: changes + messages });
}
