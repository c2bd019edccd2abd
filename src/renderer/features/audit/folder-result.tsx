import { useState } from 'react';
import type { Difference, FolderAudit } from '@shared/contract/audit';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { failureWords } from '../../state/errors';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import { Button, ServerWords } from '../../ui';

/** One folder of a comparison: the counts, and each difference with what can be done about it. */
export function FolderResult({
  folder,
  onRepaired,
}: {
  readonly folder: FolderAudit;
  readonly onRepaired: () => Promise<void>;
}) {
  const t = useT();
  const { name, outcome, local, server, why, differences } = folder;
  const notes = (['newer', 'notFetched', 'changedSince'] as const).filter((note) => folder[note] > 0);
  return (
    <section className={`audit-folder audit-${outcome}`} aria-label={name}>
      <h3 className="audit-name">
        <bdi>{name}</bdi>
        {outcome !== 'not-compared' && (
          <span className="audit-counts tabular">
            {t('audit.counts', { local: formatCount(local), server: formatCount(server) })}
          </span>
        )}
      </h3>
      {why && <Why why={why} />}
      {notes.map((note) => (
        <p key={note} className="form-note">
          {t(`audit.${note}`, { count: folder[note], formatted: formatCount(folder[note]) })}
        </p>
      ))}
      {differences.map((difference) => (
        <DifferenceLine
          key={difference.kind}
          folder={folder}
          difference={difference}
          onRepaired={onRepaired}
        />
      ))}
    </section>
  );
}

function Why({ why }: { readonly why: NonNullable<FolderAudit['why']> }) {
  const t = useT();
  const words = failureWords({ ...why, details: {} });
  return (
    <div className="form-note">
      {t('audit.notCompared')}. {words.title} {words.text}
      <ServerWords text={why.server} />
    </div>
  );
}

function DifferenceLine({
  folder,
  difference,
  onRepaired,
}: {
  readonly folder: FolderAudit;
  readonly difference: Difference;
  readonly onRepaired: () => Promise<void>;
}) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const { kind, count, uids, samples } = difference;
  const repair = async (): Promise<void> => {
    setBusy(true);
    try {
      const { repaired } = await session().engine.api.repair({ mailbox: folder.mailbox, kind, uids });
      showToast({
        text: repaired > 0 ? t('audit.repaired', { count: repaired }) : t('audit.repairedNone'),
      });
      await onRepaired();
    } finally {
      setBusy(false);
    }
  };
  const rest = count - samples.length;
  return (
    <div className="audit-difference">
      <div className="audit-line">
        <div className="audit-what">
          <p>{t(`audit.kind.${kind}`, { count, formatted: formatCount(count) })}</p>
          <p className="form-note">{t(`audit.repairHint.${kind}`, { count })}</p>
        </div>
        <Button size="small" isDisabled={busy} onPress={() => say(repair())}>
          {t(`audit.repair.${kind}`, { count })}
        </Button>
      </div>
      <details className="ui-details">
        <summary>{t('audit.samples')}</summary>
        <ul className="audit-samples selectable">
          {samples.map(({ uid, subject, here, there }, i) => (
            <li key={`${uid}-${i}`}>
              {uid > 0 && <bdi>{subject || t('audit.noSubject')}</bdi>}{' '}
              <span className="audit-values">
                {[
                  uid > 0 && t('audit.uid', { uid }),
                  here !== there && t('audit.here', { value: here || t('audit.none') }),
                  here !== there && t('audit.there', { value: there || t('audit.none') }),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </li>
          ))}
          {rest > 0 && <li>{t('audit.more', { count: rest, formatted: formatCount(rest) })}</li>}
        </ul>
      </details>
    </div>
  );
}
