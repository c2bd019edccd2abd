import { KEPT_KINDS, type KeptKind } from '@shared/contract/import-export';
import { formatCount, formatList } from '../../i18n/format';
import { useT } from '../../i18n';

/** "2 drafts, one template and 3 rules": what a backup holds besides mail, in the order that people look for. */
export function useThings(): (
  counts: readonly { readonly kind: KeptKind; readonly count: number }[],
) => string {
  const t = useT();
  return (counts) => {
    const words = KEPT_KINDS.flatMap((kind) => {
      const count = counts.find((one) => one.kind === kind)?.count ?? 0;
      return count === 0 ? [] : [t(`files.kept.${kind}`, { count, formatted: formatCount(count) })];
    });
    return formatList(words);
  };
}
