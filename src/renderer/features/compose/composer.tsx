import './compose.css';
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { DraftContent } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import type { Address } from '@shared/model/message';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { updateSettings, useAccounts, useSettings } from '../../state/engine-state';
import { errorText, failureWords } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { Button, Confirm, IconButton, Menu, Notice, Select, Spinner } from '../../ui';
import { AttachmentList } from './attachment-list';
import { type Concern, concernsOf, isBlank } from './checks/before-sending';
import { RichEditor } from './editor/rich-editor';
import { toHtml, toText } from './editor/serialise';
import { QuoteView } from './quote-view';
import { TokenField } from './recipients/token-field';
import { SaveWord } from './save-word';
import { sendDraft } from './send';
import { type OpenDraft, useDraft } from './use-draft';
import { newContentId, previewOf, useUploads } from './use-uploads';

export interface ComposerProps {
  readonly draftId: DraftId;
  /** The draft is safe and the window may go. */
  readonly onClose: () => void;
  /** Takes the window out of the way; the draft stays open. */
  readonly onMinimise?: () => void;
}

/** One message being written. */
export function Composer({ draftId, onClose, onMinimise }: ComposerProps) {
  const t = useT();
  const load = useDraft(draftId);
  if (load.kind === 'open')
    return (
      <OpenComposer id={draftId} draft={load} onClose={onClose} {...(onMinimise ? { onMinimise } : {})} />
    );
  return (
    <section className="compose" aria-label={t('compose.title')}>
      <header className="compose-bar">
        <span className="compose-title">{t('compose.title')}</span>
        <IconButton icon="close" label={t('common.close')} onPress={onClose} />
      </header>
      <div className="compose-wait">
        {load.kind === 'loading' && <Spinner label={t('common.loading')} />}
        {load.kind === 'gone' && <Notice title={t('compose.gone.title')}>{t('compose.gone.text')}</Notice>}
        {load.kind === 'failed' && (
          <Notice tone="danger" title={failureWords(load.failure).title}>
            {failureWords(load.failure).text}
          </Notice>
        )}
      </div>
    </section>
  );
}

function OpenComposer({
  id,
  draft,
  onClose,
  onMinimise,
}: { readonly id: DraftId; readonly draft: OpenDraft } & Omit<ComposerProps, 'draftId'>) {
  const t = useT();
  const settings = useSettings();
  const { content, edit, saver, state } = draft;
  const uploads = useUploads();
  const [stops, setStops] = useState<readonly Concern[]>([]);
  const [asks, setAsks] = useState<readonly Concern[]>([]);
  const [sending, setSending] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const [dropping, setDropping] = useState(false);
  const [extra, setExtra] = useState({ cc: content.cc.length > 0, bcc: content.bcc.length > 0 });
  const [start] = useState(() => startOf(content, settings.ui['composeRich'] === true));
  const [rich, setRich] = useState(start.rich);
  const [richStart, setRichStart] = useState(start.editor);
  const picker = useRef<HTMLInputElement>(null);
  const newest = useRef(content);
  useEffect(() => {
    newest.current = content;
  }, [content]);

  const attach = (files: readonly File[]): void => {
    for (const file of files) {
      uploads.add(file, null, (attachment) =>
        edit({ attachments: [...newest.current.attachments, attachment] }),
      );
    }
  };
  const insertFiles = (
    files: readonly File[],
    insert: (image: { cid: string; alt: string; preview: string }) => void,
  ): void => {
    for (const file of files) {
      if (!/^image\/(?:png|jpeg|gif|webp)$/.test(file.type)) {
        attach([file]);
        continue;
      }
      const cid = newContentId();
      uploads.add(file, cid, (attachment) => {
        edit({ attachments: [...newest.current.attachments, attachment] });
        previewOf(file)
          .then((preview) => insert({ cid, alt: file.name, preview }))
          .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
      });
    }
  };

  const close = (): void => {
    saver
      .flush('as-it-is')
      .then(onClose)
      .catch((error: unknown) =>
        showToast({ text: `${t('compose.notSaved')} ${errorText(error)}`, tone: 'danger' }),
      );
  };
  const discard = (): void => {
    saver.end();
    session()
      .engine.api.discardDraft({ id })
      .then(onClose)
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
  };
  const deliver = (): void => {
    setSending(true);
    sendDraft(id, saver, newest.current)
      .then(onClose)
      .catch((error: unknown) => {
        setSending(false);
        showToast({ text: `${t('compose.notSent')} ${errorText(error)}`, tone: 'danger' });
      });
  };
  const trySend = (): void => {
    if (sending) return;
    // A half-typed address becomes a token when its field loses focus.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    requestAnimationFrame(() => {
      const concerns = concernsOf(newest.current, uploads.uploads.length > 0);
      const stopping = concerns.filter((concern) => concern.severity === 'stop');
      setStops(stopping);
      if (stopping.length > 0) return;
      const asking = concerns.filter((concern) => concern.severity === 'ask');
      if (asking.length > 0) setAsks(asking);
      else deliver();
    });
  };
  const switchTo = (toRich: boolean): void => {
    if (toRich) setRichStart({ text: content.text });
    else edit({ html: null, attachments: content.attachments.filter((file) => file.contentId === null) });
    setRich(toRich);
    updateSettings({ ui: { ...settings.ui, composeRich: toRich } });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) trySend();
    else if (event.key === 's' && (event.ctrlKey || event.metaKey)) saver.flush().catch(() => undefined);
    else if (event.key === 'Escape' && !event.defaultPrevented) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = (event: DragEvent): void => {
    setDropping(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    attach([...event.dataTransfer.files]);
  };

  return (
    <section
      className="compose"
      aria-label={content.subject || t('compose.title')}
      data-dropping={dropping || undefined}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (![...event.dataTransfer.types].includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={onDrop}
    >
      <header className="compose-bar">
        <span className="compose-title" dir="auto">
          {content.subject || t('compose.title')}
        </span>
        <SaveWord state={state} />
        {onMinimise !== undefined && (
          <IconButton icon="minus" label={t('compose.minimise')} onPress={onMinimise} />
        )}
        <IconButton icon="close" label={t('compose.close')} keys="Escape" onPress={close} />
      </header>

      <div className="compose-scroll">
        <From content={content} edit={edit} />
        <div className="compose-row">
          <TokenField
            label={t('reader.label.to')}
            people={content.to}
            onChange={people(edit, 'to')}
            autoFocus={content.to.length === 0}
          />
          <span className="compose-extra">
            {!extra.cc && (
              <Button kind="link" size="small" onPress={() => setExtra({ ...extra, cc: true })}>
                {t('reader.label.cc')}
              </Button>
            )}
            {!extra.bcc && (
              <Button kind="link" size="small" onPress={() => setExtra({ ...extra, bcc: true })}>
                {t('reader.label.bcc')}
              </Button>
            )}
          </span>
        </div>
        {extra.cc && (
          <TokenField label={t('reader.label.cc')} people={content.cc} onChange={people(edit, 'cc')} />
        )}
        {extra.bcc && (
          <TokenField label={t('reader.label.bcc')} people={content.bcc} onChange={people(edit, 'bcc')} />
        )}
        <label className="compose-people">
          <span className="compose-label">{t('compose.subject')}</span>
          <input
            className="compose-subject"
            dir="auto"
            value={content.subject}
            maxLength={900}
            onChange={(event) => edit({ subject: event.target.value })}
          />
        </label>

        {stops.length > 0 && (
          <Notice tone="danger" title={t('compose.cannotSend')}>
            {stops.map((concern, index) => (
              <p key={index}>{t(`compose.concern.${concern.kind}`, { ...concern })}</p>
            ))}
          </Notice>
        )}
        {rich ? (
          <RichEditor
            start={richStart}
            label={t('compose.body')}
            autoFocus={content.to.length > 0}
            onChange={(doc) => edit({ text: toText(doc), html: toHtml(doc) })}
            onFiles={insertFiles}
          />
        ) : (
          <textarea
            className="compose-plain"
            aria-label={t('compose.body')}
            dir="auto"
            autoFocus={content.to.length > 0}
            value={content.text}
            onChange={(event) => edit({ text: event.target.value })}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return;
              event.preventDefault();
              attach([...event.clipboardData.files]);
            }}
          />
        )}
        {content.quote !== null && <QuoteView quote={content.quote} onRemove={() => edit({ quote: null })} />}
        <AttachmentList
          attachments={content.attachments}
          uploads={uploads.uploads}
          onRemove={(blob, contentId) =>
            edit({
              attachments: content.attachments.filter(
                (file) => file.blob !== blob || file.contentId !== contentId,
              ),
            })
          }
          onCancel={(upload) => uploads.cancel(upload)}
          onRetry={(upload) => uploads.retry(upload)}
        />
      </div>

      <footer className="compose-foot">
        <Button kind="primary" icon="send" isDisabled={sending} onPress={trySend}>
          {t('compose.send')}
        </Button>
        <IconButton icon="attachment" label={t('compose.attach')} onPress={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('compose.attach')}
          onChange={(event) => {
            attach([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <Menu
          label={t('compose.more')}
          trigger={<IconButton icon="more" label={t('compose.more')} />}
          entries={[
            { id: 'rich', label: t('compose.formatting'), checked: rich, run: () => switchTo(!rich) },
            { kind: 'separator', id: 's' },
            {
              id: 'discard',
              label: t('compose.discard'),
              tone: 'danger',
              run: () => (isBlank(content) ? discard() : setDiscarding(true)),
            },
          ]}
        />
        <span className="compose-spacer" />
        <IconButton
          icon="trash"
          label={t('compose.discard')}
          onPress={() => (isBlank(content) ? discard() : setDiscarding(true))}
        />
      </footer>
      {dropping && <div className="compose-drop">{t('compose.drop')}</div>}

      <Confirm
        title={t('compose.sure')}
        text={
          <ul className="compose-asks">
            {asks.map((concern, index) => (
              <li key={index}>{t(`compose.concern.${concern.kind}`, { ...concern })}</li>
            ))}
          </ul>
        }
        confirm={t('compose.sendAnyway')}
        isOpen={asks.length > 0}
        onConfirm={deliver}
        onClose={() => setAsks([])}
      />
      <Confirm
        title={t('compose.discardTitle')}
        text={t('compose.discardText')}
        confirm={t('compose.discard')}
        danger
        isOpen={discarding}
        onConfirm={discard}
        onClose={() => setDiscarding(false)}
      />
    </section>
  );
}

const people =
  (edit: OpenDraft['edit'], field: 'to' | 'cc' | 'bcc') =>
  (list: readonly Address[]): void =>
    edit({ [field]: list.map(({ name, address }) => ({ name, address })) });

type EditorStart = { readonly html: string } | { readonly text: string };

function startOf(content: DraftContent, preferRich: boolean): { rich: boolean; editor: EditorStart } {
  if (content.html !== null) return { rich: true, editor: { html: content.html } };
  return { rich: preferRich && content.relates === null, editor: { text: content.text } };
}

/** Who writes; shown when there is a choice. */
function From({ content, edit }: { readonly content: DraftContent; readonly edit: OpenDraft['edit'] }) {
  const t = useT();
  const accounts = useAccounts();
  const choices = accounts.flatMap(({ account }) =>
    account.identities.map((identity) => ({
      id: `${account.id} ${identity.id}`,
      label: identity.name === '' ? identity.address : `${identity.name} <${identity.address}>`,
      account: account.id,
      identity: identity.id,
    })),
  );
  const value = `${content.account} ${content.identity}`;
  if (choices.length < 2) return null;
  return (
    <div className="compose-people compose-from">
      <span className="compose-label" aria-hidden>
        {t('compose.from')}
      </span>
      <Select
        label={t('compose.from')}
        hideLabel
        options={choices.map(({ id, label }) => ({ id, label }))}
        value={value}
        onChange={(id) => {
          const choice = choices.find((one) => one.id === id);
          if (choice !== undefined) edit({ account: choice.account, identity: choice.identity });
        }}
      />
    </div>
  );
}
