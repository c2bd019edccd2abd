import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { Draft } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { relativeDate } from '../../i18n/format';
import { type Command, useCommands } from '../../state/commands';
import { useDrafts } from '../../state/engine-state';
import { whenRowsStand } from '../../state/rows-stand';
import { useSelection } from '../../state/selection';
import { Dialog, EmptyState, Icon } from '../../ui';
import { shownName } from '../reader';

/** The editor is a third of the program and is not needed to read mail: it is read when the list stands. */
const readComposer = () => import('./composer');
const Composer = lazy(() => readComposer().then(({ Composer: component }) => ({ default: component })));

/** Everything being written: the front message as a panel, the others as tabs; all of them alive. */
export function Composers() {
  const t = useT();
  const open = useSelection((state) => state.composers);
  const minimised = useSelection((state) => state.minimised);
  const [restoring, setRestoring] = useState(false);
  const drafts = useDrafts();
  const commandList = useMemo<readonly Command[]>(
    () => [
      {
        id: 'continueDraft',
        title: 'compose.command.continue',
        group: 'write',
        icon: 'drafts',
        run: () => setRestoring(true),
      },
    ],
    [],
  );
  useCommands(commandList);
  useEffect(() => {
    let asked: number | null = null;
    const stop = whenRowsStand(() => {
      // Whoever opens a draft reads it again and hears why that fails.
      asked = requestIdleCallback(() => void readComposer().catch(() => undefined));
    });
    return () => {
      stop();
      if (asked !== null) cancelIdleCallback(asked);
    };
  }, []);

  const shown = open.filter((id) => !minimised.has(id));
  const front = shown.at(-1);
  const bringUp = (id: DraftId): void => useSelection.getState().openComposer(id);
  const titleOf = (id: DraftId): string =>
    drafts.find((draft) => draft.id === id)?.content.subject || t('compose.title');
  return (
    <>
      {open.length > 0 && (
        <div className="composers" data-region="composer">
          <div className="composers-tabs">
            {open
              .filter((id) => id !== front)
              .map((id) => (
                <button key={id} type="button" className="composers-tab" onClick={() => bringUp(id)}>
                  <Icon name="compose" size={14} />
                  <span dir="auto">{titleOf(id)}</span>
                </button>
              ))}
          </div>
          {open.map((id) => (
            <div key={id} className="composers-panel" hidden={id !== front}>
              <Suspense>
                <Composer
                  draftId={id}
                  isFront={id === front}
                  onClose={() => useSelection.getState().closeComposer(id)}
                  onMinimise={() => useSelection.getState().minimiseComposer(id)}
                />
              </Suspense>
            </div>
          ))}
        </div>
      )}
      {restoring && (
        <DraftsDialog
          drafts={drafts}
          onOpen={(id) => {
            setRestoring(false);
            bringUp(id);
          }}
          onClose={() => setRestoring(false)}
        />
      )}
    </>
  );
}

/** Drafts to go on with, newest first. */
function DraftsDialog({
  drafts,
  onOpen,
  onClose,
}: {
  readonly drafts: readonly Draft[];
  readonly onOpen: (id: DraftId) => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const sorted = useMemo(() => drafts.toSorted((a, b) => b.savedAt - a.savedAt), [drafts]);
  return (
    <Dialog isOpen title={t('compose.drafts.title')} onClose={onClose}>
      {sorted.length === 0 && (
        <EmptyState icon="drafts" title={t('compose.drafts.none')} text={t('compose.drafts.noneHint')} />
      )}
      <ul className="compose-drafts">
        {sorted.map((draft) => (
          <li key={draft.id}>
            <button type="button" onClick={() => onOpen(draft.id)}>
              <span className="compose-drafts-subject" dir="auto">
                {draft.content.subject || t('common.noSubject')}
              </span>
              <span className="compose-drafts-people" dir="auto">
                {draft.content.to.map(shownName).join(', ') || t('compose.drafts.nobody')}
              </span>
              <span className="compose-drafts-text" dir="auto">
                {draft.content.text.slice(0, 140)}
              </span>
              <time dateTime={new Date(draft.savedAt).toISOString()}>{relativeDate(draft.savedAt)}</time>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
