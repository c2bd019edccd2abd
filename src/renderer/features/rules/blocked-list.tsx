import { useState } from 'react';
import { listDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { useSettings } from '../../state/engine-state';
import { Button, EmptyState, Icon, IconButton, TextField } from '../../ui';
import { entryName, unblock, wantToBlock } from './blocking';

const ENTRY = /^(?:[^\s@<>,;]+@|@?)[^\s@<>,;]+\.[^\s@<>,;.]+$/;

/** Everybody who is blocked, newest first, and a field for one more. */
export function BlockedList() {
  const t = useT();
  const { blocked } = useSettings();
  const [typed, setTyped] = useState('');
  const text = typed.trim().toLowerCase();
  const wrong = text !== '' && !ENTRY.test(text);
  const add = (): void => {
    if (text === '' || wrong) return;
    wantToBlock(text.includes('@') ? text : `@${text}`);
    setTyped('');
  };
  return (
    <section>
      <h3 className="form-heading">{t('rules.block.heading')}</h3>
      <p className="form-note">{t('rules.block.note')}</p>
      <form
        className="form-row rules-add"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label={t('rules.block.add')}
          hideLabel
          placeholder={t('rules.block.add')}
          value={typed}
          onChange={setTyped}
          error={wrong ? t('rules.block.addWrong') : undefined}
        />
        <Button type="submit" isDisabled={text === '' || wrong}>
          {t('rules.block.confirm')}
        </Button>
      </form>
      {blocked.length === 0 ? (
        <EmptyState icon="blocked" title={t('rules.block.none')} text={t('rules.block.noneHint')} />
      ) : (
        <ul className="settings-senders" aria-label={t('rules.block.heading')}>
          {[...blocked].reverse().map(({ entry, at }) => (
            <li key={entry}>
              <span className="rules-entry truncate selectable" dir="auto">
                <Icon name={entry.startsWith('@') ? 'people' : 'account'} size={13} />{' '}
                {entry.startsWith('@') ? t('rules.block.everybody', { domain: entryName(entry) }) : entry}
              </span>
              <span className="rules-when tabular">{listDate(at)}</span>
              <IconButton
                size="small"
                icon="close"
                label={t('rules.block.unblock', { who: entryName(entry) })}
                onPress={() => unblock(entry)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
