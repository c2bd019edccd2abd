import type { DraftCopy } from '@shared/contract/compose';
import { useT } from '../../i18n';
import { errorText } from '../../state/errors';
import type { SaveState } from './draft-saver';

/** Where the words are, truthfully: nothing is called saved that is not durable. */
export function SaveWord({ state, copy }: { readonly state: SaveState; readonly copy: DraftCopy | null }) {
  const t = useT();
  if (state.kind === 'failed') {
    return (
      <span className="compose-saved compose-unsaved" role="alert">
        {t('compose.saveFailed', { reason: errorText(state.error) })}
      </span>
    );
  }
  const word =
    state.kind === 'saved'
      ? state.at === 0
        ? ''
        : t(copy?.state === 'saved' ? 'compose.savedBoth' : 'compose.saved')
      : t('compose.saving');
  return (
    <span className="compose-saved" role="status">
      {word}
    </span>
  );
}
