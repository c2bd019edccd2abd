import { lazy, Suspense, useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { AccountId } from '@shared/model/ids';
import { languages, useT } from '../../i18n';
import { updateSettings, useSettings, useStatus } from '../../state/engine-state';
import { type SettingsTab, turnSettings } from '../../state/ui';
import { Dialog, EmptyState, Icon, IconButton, type IconName, Segments, Select, Switch } from '../../ui';
import { AccountSettings } from '../accounts';
import { TemplateSettings } from '../compose';
import { RemovedSetting } from '../removed';
import { BlockedList, MutedList, RuleList } from '../rules';
import { MailProgram } from './mail-program';
import { Notifications } from './notifications';

const EncryptionSettings = lazy(() =>
  import('../encryption').then((found) => ({ default: found.EncryptionSettings })),
);

const TABS: readonly (readonly [SettingsTab, IconName])[] = [
  ['appearance', 'show'],
  ['reading', 'mail'],
  ['notifications', 'notification'],
  ['writing', 'compose'],
  ['templates', 'template'],
  ['accounts', 'account'],
  ['encryption', 'secure'],
  ['senders', 'image'],
  ['rules', 'filter'],
];

const isTab = (key: unknown): key is SettingsTab => TABS.some(([tab]) => tab === key);

/** Everything that can be set. What is changed holds at once; there is nothing to save. */
export function SettingsDialog({
  tab,
  account,
  onClose,
}: {
  readonly tab: SettingsTab;
  readonly account: AccountId | undefined;
  readonly onClose: () => void;
}) {
  const t = useT();
  const status = useStatus();
  const side = useRef<HTMLDivElement>(null);
  // In a low or narrow window the sections scroll; which one is on show is seen, however it was chosen.
  useEffect(() => {
    const chosen = side.current?.querySelector('[aria-selected=true]');
    chosen?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return (
    <Dialog isOpen size="large" title={t('settings.title')} onClose={onClose} className="settings">
      <Tabs
        orientation="vertical"
        className="settings-tabs"
        selectedKey={tab}
        onSelectionChange={(key) => {
          if (isTab(key)) turnSettings(key);
        }}
      >
        <div ref={side} className="settings-side">
          <TabList className="settings-list" aria-label={t('settings.title')}>
            {TABS.map(([id, icon]) => (
              <Tab key={id} id={id} className="settings-tab">
                <Icon name={icon} />
                {t(`settings.tab.${id}`)}
              </Tab>
            ))}
          </TabList>
          {status && <p className="settings-version">{t('settings.version', { version: status.version })}</p>}
        </div>
        <TabPanel id="appearance" className="settings-panel">
          <Appearance />
        </TabPanel>
        <TabPanel id="reading" className="settings-panel">
          <Reading />
        </TabPanel>
        <TabPanel id="notifications" className="settings-panel">
          <Notifications />
        </TabPanel>
        <TabPanel id="writing" className="settings-panel">
          <Writing />
        </TabPanel>
        <TabPanel id="templates" className="settings-panel">
          <TemplateSettings />
        </TabPanel>
        <TabPanel id="accounts" className="settings-panel">
          <AccountSettings first={account} />
        </TabPanel>
        <TabPanel id="encryption" className="settings-panel">
          <Suspense>
            <EncryptionSettings />
          </Suspense>
        </TabPanel>
        <TabPanel id="senders" className="settings-panel">
          <Senders />
        </TabPanel>
        <TabPanel id="rules" className="settings-panel rules-panel">
          <RuleList />
          <BlockedList />
          <MutedList />
        </TabPanel>
      </Tabs>
    </Dialog>
  );
}

function Appearance() {
  const t = useT();
  const { theme, density, threaded, language } = useSettings();
  const chosen = language === '' ? 'system' : language;
  return (
    <div className="form">
      <Segments
        label={t('settings.theme')}
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((id) => ({ id, label: t(`common.theme.${id}`) }))}
        onChange={(value) => updateSettings({ theme: value })}
      />
      <Segments
        label={t('settings.density')}
        value={density}
        options={(['compact', 'normal', 'roomy'] as const).map((id) => ({
          id,
          label: t(`common.density.${id}`),
        }))}
        onChange={(value) => updateSettings({ density: value })}
      />
      <Switch
        label={t('settings.threaded')}
        hint={t('settings.threadedHint')}
        value={threaded}
        onChange={(value) => updateSettings({ threaded: value })}
      />
      <Select
        label={t('settings.language')}
        value={chosen}
        options={[
          { id: 'system', label: t('settings.languageSystem') },
          ...languages.map(({ id, name }) => ({ id, label: name })),
        ]}
        onChange={(value) => updateSettings({ language: value === 'system' ? '' : value })}
      />
    </div>
  );
}

const READ_AFTER = [0, 2000, 5000, -1] as const;

function Reading() {
  const t = useT();
  const { markReadAfterMs } = useSettings();
  return (
    <div className="form">
      <Select
        label={t('settings.markRead')}
        value={String(READ_AFTER.find((ms) => ms === markReadAfterMs) ?? 0)}
        options={READ_AFTER.map((ms) => ({
          id: String(ms),
          label:
            ms === 0
              ? t('settings.markReadNow')
              : ms < 0
                ? t('settings.markReadNever')
                : t('settings.markReadAfter', { seconds: ms / 1000 }),
        }))}
        onChange={(value) => updateSettings({ markReadAfterMs: Number(value) })}
      />
      <RemovedSetting />
      <div>
        <h3 className="form-heading">{t('settings.remote')}</h3>
        <p className="form-note">{t('settings.remoteText')}</p>
      </div>
    </div>
  );
}

const UNDO_SECONDS = [0, 5, 10, 20, 30, 60] as const;

function Writing() {
  const t = useT();
  const { undoSendSeconds } = useSettings();
  return (
    <div className="form">
      <Select
        label={t('settings.undoSend')}
        value={String(undoSendSeconds)}
        options={[...new Set([...UNDO_SECONDS, undoSendSeconds])].map((seconds) => ({
          id: String(seconds),
          label: seconds === 0 ? t('settings.undoSendNone') : t('settings.undoSendSeconds', { seconds }),
        }))}
        onChange={(value) => updateSettings({ undoSendSeconds: Number(value) })}
      />
      <p className="form-note">{t('settings.signatureHint')}</p>
      <MailProgram />
    </div>
  );
}

function Senders() {
  const t = useT();
  const { trustedSenders } = useSettings();
  if (trustedSenders.length === 0) {
    return (
      <EmptyState icon="image" title={t('settings.sendersEmpty')} text={t('settings.sendersEmptyHint')} />
    );
  }
  return (
    <div className="form">
      <p className="form-note">{t('settings.sendersText')}</p>
      <ul className="settings-senders">
        {trustedSenders.map((address) => (
          <li key={address}>
            <span className="truncate selectable">{address}</span>
            <IconButton
              size="small"
              icon="close"
              label={t('settings.senderRemove', { address })}
              onPress={() =>
                updateSettings({ trustedSenders: trustedSenders.filter((one) => one !== address) })
              }
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
