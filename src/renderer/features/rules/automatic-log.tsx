import { useCallback, useEffect, useState } from 'react';
import type { AutomaticEntry } from '@shared/contract/automatic';
import type { Action } from '@shared/contract/engine-api';
import type { CallOptions } from '@shared/rpc/contract';
import { exactDate, formatCount, relativeDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { mailboxName } from '../../state/actions';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import { useAnswer } from '../../state/use-answer';
import { Button, FailureNotice, Icon } from '../../ui';

/** So many are listed before one asks for the rest. */
const FEW = 5;

/** What Tern did by itself lately, each with a way back. Nothing where it did nothing. */
export function AutomaticLog() {
  const t = useT();
  const [all, setAll] = useState(false);
  const ask = useCallback((options: CallOptions) => session().engine.ask.automaticLog({}, options), []);
  const { value, failure, again } = useAnswer(ask);
  useEffect(() => session().engine.on('automaticLog', again), [again]);
  const entries = value ?? [];
  if (entries.length === 0 && failure === null) return null;
  return (
    <section>
      <h3 className="form-heading">{t('rules.log.title')}</h3>
      <FailureNotice error={failure} />
      <ul className="rules-log">
        {(all ? entries : entries.slice(0, FEW)).map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </ul>
      {!all && entries.length > FEW && (
        <Button size="small" onPress={() => setAll(true)}>
          {t('rules.log.all', { formatted: formatCount(entries.length) })}
        </Button>
      )}
    </section>
  );
}

function Line({ entry }: { readonly entry: AutomaticEntry }) {
  const t = useT();
  const { id, at, actions, count, from, subject, undone } = entry;
  const takeBack = (): void =>
    say(
      session()
        .engine.api.undoAutomatic({ id })
        .then(({ undone: n }) =>
          showToast({ text: t(n > 0 ? 'list.undone' : 'list.nothingToUndo', { count: n }) }),
        ),
    );
  return (
    <li className="activity-line">
      <Icon name={SIGNS[entry.cause.kind]} />
      <p className="activity-what">
        <b dir="auto">{subject.trim() || t('common.noSubject')}</b>{' '}
        {t('rules.log.of', { from: from || t('common.unknownSender') })}
        {count > 1 && ` ${t('rules.log.more', { count: count - 1, formatted: formatCount(count - 1) })}`}
        <span className="activity-state rules-why">
          {whyText(t, entry)} {actions.map((action) => didText(t, action)).join(' ')}{' '}
          <time title={exactDate(at)}>{relativeDate(at)}</time>
        </span>
      </p>
      {undone ? (
        <span className="activity-state">{t('rules.log.undone')}</span>
      ) : (
        <Button
          size="small"
          aria-label={t('rules.log.undoOf', { subject: subject || t('common.noSubject') })}
          onPress={takeBack}
        >
          {t('common.undo')}
        </Button>
      )}
    </li>
  );
}

const SIGNS = { blocked: 'blocked', muted: 'muted', rules: 'filter' } as const;

type T = ReturnType<typeof useT>;

function whyText(t: T, { cause }: AutomaticEntry): string {
  if (cause.kind === 'rules')
    return t(`rules.log.why.${cause.run ? 'run' : 'rules'}`, { names: cause.names.join(', ') });
  return t(`rules.log.why.${cause.kind}`);
}

/** What an action did, as a sentence of its own. */
function didText(t: T, action: Action): string {
  if (action.kind === 'flag' && action.add.includes('\\Seen')) return t('rules.did.read');
  const folder = 'to' in action ? mailboxName(action.to) || t('rules.folderGone') : '';
  return t(`rules.did.${action.kind}`, { folder });
}
