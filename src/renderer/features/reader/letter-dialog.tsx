import { useRef, useState } from 'react';
import type { ReplyMode } from '@shared/contract/compose';
import { useT } from '../../i18n';
import { answer } from '../../state/answer';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { type LetterDialog as LetterDialogState, openDialog } from '../../state/ui';
import { Button, Dialog, type IconName, IconButton } from '../../ui';
import { LinkTarget, useLinks } from './link-dialog';
import { MessageBodyView } from './message-body';
import { MessageHeader } from './message-header';
import { visibleName } from './people';
import { SourceDialog } from './source-dialog';

const ANSWERS: readonly (readonly [ReplyMode, IconName, string])[] = [
  ['reply', 'reply', 'reply'],
  ['reply-all', 'reply-all', 'replyAll'],
  ['forward', 'forward', 'forward'],
];

/** A message that is in no mailbox, with everything that a reader has for messages that are. */
export function LetterDialog({
  letter,
  name,
  attached,
  within,
  onClose,
}: LetterDialogState & { readonly onClose: () => void }) {
  const t = useT();
  const probe = useRef<HTMLSpanElement>(null);
  const { follow, dialog } = useLinks();
  const [pointed, setPointed] = useState<string | null>(null);
  const [source, setSource] = useState(false);
  const { message, blob } = letter;
  // It came in an encrypted letter: an answer would quote it in the clear, and a copy would be a file.
  const sealed = blob === '';
  const keep = (): void => {
    const { api } = session().engine;
    say(
      api
        .importUploads({ uploads: [{ blob, name }], into: { folder: t('reader.letter.folder') } })
        .then(() => openDialog({ kind: 'files', step: 'home' })),
    );
  };
  // What is written about it stands where letters are written, so this makes room.
  const write = (mode: ReplyMode): void => {
    answer(message, mode);
    onClose();
  };
  return (
    <Dialog
      isOpen
      size="large"
      className="reader-letter"
      title={visibleName(message.envelope.subject) || t('common.noSubject')}
      onClose={within === null ? onClose : () => openDialog(within)}
      footer={
        <>
          <span className="reader-letter-name" title={name}>
            {t(attached ? 'reader.letter.attached' : 'reader.letter.file', { name })}
          </span>
          <Button icon="source" onPress={() => setSource(true)}>
            {t('reader.command.source')}
          </Button>
          {!sealed && (
            <Button icon="archive" onPress={keep}>
              {t('reader.letter.keep')}
            </Button>
          )}
        </>
      }
    >
      <span ref={probe} className="reader-probe" aria-hidden />
      <header className="reader-header">
        <MessageHeader message={message} />
        <div className="reader-actions">
          {(sealed ? [] : ANSWERS).map(([mode, icon, command]) => (
            <IconButton
              key={mode}
              icon={icon}
              label={t(`reader.command.${command}`)}
              onPress={() => write(mode)}
            />
          ))}
        </div>
      </header>
      <div className="reader-body">
        <MessageBodyView
          key={message.key}
          message={message}
          probe={probe}
          onLink={follow}
          onPoint={setPointed}
          onSource={() => setSource(true)}
        />
      </div>
      <LinkTarget url={pointed} />
      {dialog}
      {source && <SourceDialog message={message} onClose={() => setSource(false)} />}
    </Dialog>
  );
}
