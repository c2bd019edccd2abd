import { useState } from 'react';
import type { DraftCopy } from '@shared/contract/compose';
import { useT } from '../../i18n';
import { errorText } from '../../state/errors';
import type { SaveState } from './draft-saver';

/** Where the words are, truthfully: nothing is called saved that is not durable. */
export function SaveWord({
  state,
  copy,
  onlyHere,
}: {
  readonly state: SaveState;
  readonly copy: DraftCopy | null;
  /** It is to be encrypted, and goes to no server before. */
  readonly onlyHere: boolean;
}) {
  const t = useT();
  // It is tried again every few seconds: what stands until that succeeds is one alarm, and not one each time.
  const [failure, setFailure] = useState<string | null>(null);
  const now = state.kind === 'failed' ? errorText(state.error) : state.kind === 'saved' ? null : failure;
  if (now !== failure) setFailure(now);
  if (now !== null) {
    return (
      <span className="compose-saved compose-unsaved" role="alert">
        {t('compose.saveFailed', { reason: now })}
      </span>
    );
  }
  const word =
    state.kind === 'saved'
      ? state.at === 0
        ? ''
        : t(`compose.${wordOf(copy?.state ?? 'none', onlyHere)}`)
      : t('compose.saving');
  // Not read out: it changes with every pause in typing.
  return <span className="compose-saved">{word}</span>;
}

function wordOf(
  state: DraftCopy['state'],
  onlyHere: boolean,
): 'saved' | 'savedBoth' | 'savedHere' | 'savedLeaving' {
  if (state === 'leaving') return 'savedLeaving';
  // What is there of one that is to be encrypted goes in the next moment.
  if (onlyHere) return state === 'none' ? 'savedHere' : 'savedLeaving';
  return state === 'saved' ? 'savedBoth' : 'saved';
}
