import type { AccountId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { commands } from '../../state/commands';
import { useDrafts } from '../../state/engine-state';
import { useSelection } from '../../state/selection';
import { Button, Notice } from '../../ui';

/** Drafts that no server has (yet): above the list of a Drafts folder, so that nobody looks for them in vain. */
export function DraftsBar({ account }: { readonly account: AccountId | undefined }) {
  const t = useT();
  const open = useSelection((state) => state.composers);
  const count = useDrafts().filter(
    ({ id, content, copy }) =>
      !open.includes(id) && copy?.state !== 'saved' && (account === undefined || content.account === account),
  ).length;
  if (count === 0) return null;
  return (
    <Notice
      compact
      actions={
        <Button size="small" onPress={() => commands.run('continueDraft')}>
          {t('compose.onlyHere.show')}
        </Button>
      }
    >
      {t('compose.onlyHere.text', { count })}
    </Notice>
  );
}
