import type { AwayFolder } from '@shared/contract/away';
import { Button as AriaButton } from 'react-aria-components';
import { exactDate, formatCount, listDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAway, useMailbox } from '../../state/engine-state';
import { say } from '../../state/say';
import { useSelection } from '../../state/selection';
import { IconButton } from '../../ui';
import { mailboxLabel } from '../folders';

/** More folders than this are counted. */
const SHOWN = 5;
const KINDS = ['arrived', 'read', 'starred', 'movedIn', 'movedOut', 'deleted'] as const;

/** What others did since the person looked last. Nothing when nothing happened; never in the way. */
export function AwayCard() {
  const t = useT();
  const report = useAway();
  if (!report) return null;
  const { since, folders } = report;
  const rest = folders.length - SHOWN;
  return (
    <section className="away" aria-label={t('away.label')}>
      <header className="away-head">
        <h2 className="away-title" title={exactDate(since)}>
          {t('away.title', { since: listDate(since) })}
        </h2>
        <IconButton
          size="small"
          icon="close"
          label={t('away.dismiss')}
          onPress={() => say(session().engine.api.awaySeen({}))}
        />
      </header>
      <ul className="away-folders">
        {folders.slice(0, SHOWN).map((folder) => (
          <Line key={folder.mailbox} folder={folder} />
        ))}
      </ul>
      {rest > 0 && <p className="away-rest">{t('away.more', { count: rest })}</p>}
    </section>
  );
}

function Line({ folder }: { readonly folder: AwayFolder }) {
  const t = useT();
  const mailbox = useMailbox(folder.mailbox);
  if (!mailbox) return null;
  const words = KINDS.filter((kind) => folder[kind] > 0).map((kind) =>
    t(`away.${kind}`, { count: folder[kind], formatted: formatCount(folder[kind]) }),
  );
  return (
    <li>
      <AriaButton
        className="away-folder"
        onPress={() =>
          useSelection.getState().go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: mailbox.id } })
        }
      >
        <bdi className="away-name">{mailboxLabel(mailbox)}</bdi>{' '}
        <span className="away-words tabular">{words.join(', ')}</span>
      </AriaButton>
    </li>
  );
}
