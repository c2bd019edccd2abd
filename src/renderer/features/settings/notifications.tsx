import { useEffect, useState } from 'react';
import type { MailboxView } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { momentDate } from '../../i18n/format';
import { updateSettings, useAccounts, useEngineState, useSettings } from '../../state/engine-state';
import { pauseHour, pauseUntilTomorrow, resumeNotifications } from '../../state/pause';
import { Button, Segments, Select, Switch, TextField } from '../../ui';
import { mailboxLabel } from '../folders';
import { Background } from './background';

/** What new mail is told of, when, and how much of it; and what Tern does without its window. */
export function Notifications() {
  const t = useT();
  const { notificationContent, notifyOf } = useSettings();
  // There it is the system that asks, and that has its own settings.
  const inBrowser = useEngineState(({ status }) => status?.host === 'browser');
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'function' ? Notification.permission : 'denied',
  );
  return (
    <div className="form">
      <div>
        <p className="form-note">{t('notifications.hint')}</p>
        {inBrowser && permission === 'default' && (
          <Button
            size="small"
            icon="notification"
            className="settings-allow"
            onPress={() => void Notification.requestPermission().then(setPermission)}
          >
            {t('notifications.allow')}
          </Button>
        )}
        {inBrowser && permission === 'denied' && <p>{t('notifications.denied')}</p>}
      </div>
      <Pause />
      <Switch
        label={t('notifications.content')}
        hint={t('notifications.contentHint')}
        value={notificationContent}
        onChange={(value) => updateSettings({ notificationContent: value })}
      />
      <Segments
        label={t('notifications.of')}
        value={notifyOf}
        options={[
          { id: 'everybody', label: t('notifications.ofEverybody') },
          { id: 'known', label: t('notifications.ofKnown') },
        ]}
        onChange={(value) => updateSettings({ notifyOf: value })}
      />
      <QuietHours />
      <Where />
      <Background />
    </div>
  );
}

/** Whether a moment is still to come; draws again when it has. */
function useIsAhead(moment: number): boolean {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const left = moment - Date.now();
    const timer = left > 0 ? setTimeout(() => setNow(Date.now()), left) : null;
    setNow(Date.now());
    return () => {
      if (timer) clearTimeout(timer);
    };
  }, [moment]);
  return now < moment;
}

function Pause() {
  const t = useT();
  const { notifyPausedUntil } = useSettings();
  if (useIsAhead(notifyPausedUntil)) {
    return (
      <p className="settings-pause" role="status">
        {t('notifications.pausedUntil', { until: momentDate(notifyPausedUntil) })}
        <Button size="small" onPress={resumeNotifications}>
          {t('notifications.resume')}
        </Button>
      </p>
    );
  }
  return (
    <div className="settings-pause">
      <Button size="small" onPress={pauseHour}>
        {t('notifications.pauseHour')}
      </Button>
      <Button size="small" onPress={pauseUntilTomorrow}>
        {t('notifications.pauseTomorrow')}
      </Button>
    </div>
  );
}

/** From ten in the evening until seven, until somebody says otherwise. */
const USUAL = { from: 22 * 60, until: 7 * 60 };

function QuietHours() {
  const t = useT();
  const { quietHours } = useSettings();
  const field = (end: 'from' | 'until', label: string) =>
    quietHours && (
      <TextField
        label={label}
        type="time"
        value={timeText(quietHours[end])}
        onChange={(text) => {
          const minutes = minutesOf(text);
          if (minutes !== null) updateSettings({ quietHours: { ...quietHours, [end]: minutes } });
        }}
      />
    );
  return (
    <div className="settings-quiet">
      <Switch
        label={t('notifications.quiet')}
        hint={t('notifications.quietHint')}
        value={quietHours !== null}
        onChange={(value) => updateSettings({ quietHours: value ? USUAL : null })}
      />
      {quietHours && (
        <div className="settings-times">
          {field('from', t('notifications.quietFrom'))}
          {field('until', t('notifications.quietUntil'))}
        </div>
      )}
    </div>
  );
}

const timeText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Null while a field is being typed into. */
function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** No mail comes into these by itself. */
const NOT_TOLD: ReadonlySet<string | null> = new Set(['drafts', 'sent', 'trash', 'outbox']);

/** Inboxes, and the folders that were added, each with a switch. */
function Where() {
  const t = useT();
  const { notifyIn } = useSettings();
  const accounts = useAccounts();
  const mailboxes = useEngineState((state) => state.mailboxes);
  const names = new Map(accounts.map(({ account }) => [account.id, account.label]));
  const isListed = ({ id, role }: MailboxView): boolean => role === 'inbox' || id in notifyIn;
  const name = (mailbox: MailboxView): string => {
    const folder = mailboxLabel(mailbox);
    const account = names.get(mailbox.account);
    return accounts.length > 1 && account !== undefined
      ? t('notifications.inAccount', { folder, account })
      : folder;
  };
  const possible = mailboxes.filter(
    ({ account, selectable, role }) => names.has(account) && selectable && !NOT_TOLD.has(role),
  );
  const others = possible.filter((mailbox) => !isListed(mailbox));
  const set = (id: string, value: boolean): void =>
    updateSettings({ notifyIn: { ...notifyIn, [id]: value } });
  return (
    <div className="settings-where">
      <div>
        <h3 className="form-heading">{t('notifications.where')}</h3>
        <p className="form-note">{t('notifications.whereHint')}</p>
      </div>
      {possible.filter(isListed).map((mailbox) => (
        <Switch
          key={mailbox.id}
          label={name(mailbox)}
          value={notifyIn[mailbox.id] ?? mailbox.role === 'inbox'}
          onChange={(value) => set(mailbox.id, value)}
        />
      ))}
      {others.length > 0 && (
        <Select
          label={t('notifications.add')}
          hideLabel
          value="none"
          options={[
            { id: 'none', label: t('notifications.addNone') },
            ...others.map((mailbox) => ({ id: mailbox.id, label: name(mailbox) })),
          ]}
          onChange={(id: string) => {
            if (id !== 'none') set(id, true);
          }}
        />
      )}
    </div>
  );
}
