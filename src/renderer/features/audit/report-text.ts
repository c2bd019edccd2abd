import type { AuditReport } from '@shared/contract/audit';
import { formatCount } from '../../i18n/format';
import { t } from '../../i18n';

/** A comparison as text. UIDs are in it, subjects are not. */
export function reportText({ folders, ms }: AuditReport): string {
  return [
    t('audit.title'),
    ...folders.flatMap((folder) => {
      const { name, outcome, local, server, why, differences } = folder;
      const counts = t('audit.counts', { local: formatCount(local), server: formatCount(server) });
      if (outcome === 'not-compared')
        return [`${name}: ${t('audit.notCompared')}, ${why?.code ?? ''} ${why?.server ?? ''}`.trim()];
      return [
        `${name}: ${counts}${outcome === 'equal' ? `. ${t('audit.equal')}` : ''}`,
        ...differences.map(
          ({ kind, count, uids }) =>
            `  ${t(`audit.kind.${kind}`, { count, formatted: formatCount(count) })}${uids === '' ? '' : ` (UID ${uids.slice(0, 400)})`}`,
        ),
      ];
    }),
    t('audit.took', { seconds: formatCount(ms / 1000) }),
  ].join('\n');
}
