import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { AccountStatus, Identity } from '@shared/contract/account';
import type { DraftAttachment, DraftContent } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import type { Address } from '@shared/model/message';
import { t, useT } from '../../i18n';
import { type Command, useCommands } from '../../state/commands';
import { session } from '../../state/connection';
import { useAccounts } from '../../state/engine-state';
import { errorText, failureOf } from '../../state/errors';
import { say } from '../../state/say';
import { useSelection } from '../../state/selection';
import { showToast } from '../../state/toasts';
import { Button, Confirm, FailureNotice, IconButton, Menu, Notice, Spinner } from '../../ui';
import { ReminderLine, RemindDialog } from '../snooze';
import { AttachmentList } from './attachment-list';
import { addPeople } from './checks/addresses';
import { type Concern, concernsOf, isBlank } from './checks/before-sending';
import { ConcernDialog } from './checks/concern-dialog';
import { useLookalikes } from './checks/use-lookalikes';
import { DraftNotices, useDraftCopy } from './draft-notices';
import { FromPicker } from './from-picker';
import { bringsFiles, type EditorHandle, type Picture, RichEditor } from './editor/rich-editor';
import { fromText, toHtml, toText } from './editor/serialise';
import { usePictures } from './editor/use-pictures';
import { olderVersion } from './protect/letter-protection';
import { ProtectDialogs } from './protect/protect-dialogs';
import { ProtectLine } from './protect/protect-line';
import { ProtectSwitches } from './protect/protect-switches';
import { useLetterProtection } from './protect/use-letter-protection';
import { isLargeText, type LargePaste } from './paste/large';
import { LargePasteDialog } from './paste/large-paste-dialog';
import { QuoteView } from './quote-view';
import { TokenField } from './recipients/token-field';
import { SaveWord } from './save-word';
import { sendDraft } from './send';
import { SendLaterDialog } from './send-later';
import { SaveTemplateDialog } from './templates/save-template-dialog';
import { templateOf } from './templates/template-content';
import { TemplatePicker } from './templates/template-picker';
import { useTemplate } from './templates/use-template';
import { madeSafe, type OpenDraft, useDraft } from './use-draft';
import { useFormatting } from './use-formatting';
import { useUploads } from './use-uploads';
import { VersionsDialog } from './versions-dialog';

export interface ComposerProps {
  readonly draftId: DraftId;
  /** The draft is safe and the window may go. */
  readonly onClose: () => void;
  /** It is the one that one writes in: its commands are offered. */
  readonly isFront: boolean;
  /** Takes the window out of the way; the draft stays open. */
  readonly onMinimise?: () => void;
}

/** One message being written. */
export function Composer({ draftId, isFront, onClose, onMinimise }: ComposerProps) {
  const t = useT();
  const load = useDraft(draftId);
  if (load.kind === 'open')
    return (
      <OpenComposer
        draft={load}
        isFront={isFront}
        onClose={onClose}
        {...(onMinimise ? { onMinimise } : {})}
      />
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
        {load.kind === 'failed' && <FailureNotice error={load.failure} />}
      </div>
    </section>
  );
}

function OpenComposer({
  draft,
  isFront,
  onClose,
  onMinimise,
}: { readonly draft: OpenDraft } & Omit<ComposerProps, 'draftId'>) {
  const t = useT();
  const { id, content, edit, saver, state } = draft;
  const uploads = useUploads((name) => tellLost(saver.id, name, newest.current.subject));
  const copy = useDraftCopy(id);
  const accounts = useAccounts();
  const identity = identityOf(accounts, content) ?? null;
  const protection = useLetterProtection(content, identity, edit, isFront);
  const { encrypt, own } = protection.state;
  const formatting = useFormatting(content, edit, identity);
  const images = usePictures(content.attachments, formatting.key);
  const editor = useRef<EditorHandle | null>(null);
  const caret = useRef(0);
  const template = useTemplate(draft, identity, formatting, editor, caret);
  const everyone = useMemo(
    () => [...content.to, ...content.cc, ...content.bcc],
    [content.to, content.cc, content.bcc],
  );
  const lookalikes = useLookalikes(everyone);
  const [stops, setStops] = useState<readonly Concern[]>([]);
  /** What is asked before sending, and when it would go. */
  const [asks, setAsks] = useState<{ readonly concerns: readonly Concern[]; readonly at: number | null }>(
    NOTHING_ASKED,
  );
  const [sending, setSending] = useState(false);
  const going = useRef(false);
  const [open, setOpen] = useState<
    'discard' | 'later' | 'remind' | 'versions' | 'template' | 'save-template' | null
  >(null);
  useCommands(useMemo(() => (isFront ? composerCommands(setOpen) : []), [isFront]));
  const [dropping, setDropping] = useState(false);
  const [large, setLarge] = useState<LargePaste | null>(null);
  const [extra, setExtra] = useState({ cc: content.cc.length > 0, bcc: content.bcc.length > 0 });
  const picker = useRef<HTMLInputElement>(null);
  const newest = useRef(content);
  useEffect(() => {
    newest.current = content;
  }, [content]);

  /** Two uploads may end in one turn. */
  const addAttachment = (one: DraftAttachment): void =>
    edit(({ attachments }) => ({ attachments: [...attachments, one] }));
  const attach = (files: readonly File[]): void => {
    for (const file of files) uploads.add(file, null, addAttachment);
  };
  const attachKey = ({ fingerprint }: { readonly fingerprint: string }): void =>
    say(session().engine.api.attachOpenPgpKey({ fingerprint }).then(addAttachment));
  const insertFiles = (files: readonly File[], insert: (image: Picture) => boolean): void =>
    uploads.addToWords(files, addAttachment, insert);

  const close = (): void => {
    finishTyping();
    saver
      .flush('as-it-is')
      .then(() => {
        onClose();
        return session().engine.api.closeDraft({ id: saver.id });
      })
      .catch((error: unknown) =>
        showToast({ text: `${t('compose.notSaved')} ${errorText(error)}`, tone: 'danger' }),
      );
  };
  const discard = (): void => {
    saver.end();
    saver
      .settled()
      .then(() => session().engine.api.discardDraft({ id: saver.id }))
      .then(() => {
        uploads.cancelAll();
        onClose();
      })
      .catch((error: unknown) => {
        saver.goOn(newest.current);
        showToast({ text: errorText(error), tone: 'danger' });
      });
  };
  const deliver = (at: number | null, unlocked = false): void => {
    if (!unlocked && protection.stops(newest.current, 'lock', at)) return;
    // What is pressed twice, or held, before the window shows that it is on its way.
    if (going.current) return;
    going.current = true;
    setSending(true);
    const focused = document.activeElement;
    sendDraft(saver, at)
      .then(onClose)
      .catch((error: unknown) => {
        going.current = false;
        setSending(false);
        // The keyring that keeps the passphrase is locked itself.
        if (failureOf(error).code === 'key-locked') return protection.locked(at);
        // What is on its way takes no more words; the one who wrote goes on where they were.
        requestAnimationFrame(() => focused instanceof HTMLElement && focused.focus());
        showToast({ text: `${t('compose.notSent')} ${errorText(error)}`, tone: 'danger' });
      });
  };
  const trySend = (at: number | null = null): void => {
    if (sending) return;
    finishTyping();
    // Nothing typed into words with formatting, below which a quotation with formatting is shown: that is what goes out.
    const { html, quote, text } = newest.current;
    if (formatting.rich && html === null && (quote?.html ?? null) !== null)
      edit({ html: toHtml(fromText(text)) });
    requestAnimationFrame(() => {
      const concerns = concernsOf(newest.current, uploads.uploads.length > 0, lookalikes);
      const stopping = concerns.filter((concern) => concern.severity === 'stop');
      setStops(stopping);
      if (stopping.length > 0) return;
      if (protection.stops(newest.current, 'keys', at)) return;
      const asking = concerns.filter((concern) => concern.severity === 'ask');
      if (asking.length > 0) setAsks({ concerns: asking, at });
      else deliver(at);
    });
  };
  const hideAddresses = (): void => {
    const { to, cc, bcc } = newest.current;
    edit({ to: [], cc: [], bcc: [...addPeople(bcc, [...to, ...cc])] });
    setExtra({ ...extra, bcc: true });
  };
  const receipt = (kind: 'read' | 'delivery'): void =>
    edit({ receipts: { ...NO_RECEIPTS, ...content.receipts, [kind]: content.receipts?.[kind] !== true } });
  const discardOrAsk = (): void => (isBlank(content) ? discard() : setOpen('discard'));

  const onKeyDown = (event: KeyboardEvent): void => {
    // Keys that belong to a character being composed (Escape takes it back, Enter takes it).
    if (event.nativeEvent.isComposing) return;
    // React tells of what is pressed in a dialog of the composer, too: Ctrl+Enter there must not send the letter.
    if (!event.currentTarget.contains(event.target as Node)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) trySend();
    else if (event.key === 's' && (event.ctrlKey || event.metaKey)) saver.flush().catch(() => undefined);
    else if (event.key === 'Escape' && !event.defaultPrevented) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** A button takes Enter for itself, with Ctrl too: from wherever one is, this key sends. */
  const onButtonKey = (event: KeyboardEvent): void => {
    const { target, currentTarget } = event;
    if (!(target instanceof Element) || target.closest('button') === null) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && currentTarget.contains(target))
      onKeyDown(event);
  };
  const onDrop = (event: DragEvent): void => {
    setDropping(false);
    // The editor has taken it, or a dialog above the letter got it.
    if (event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    attach([...event.dataTransfer.files]);
  };

  return (
    <section
      className="compose"
      aria-label={content.subject || t('compose.title')}
      data-dropping={dropping || undefined}
      onKeyDownCapture={onButtonKey}
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
        <SaveWord state={state} copy={copy} onlyHere={encrypt} />
        {onMinimise !== undefined && (
          <IconButton icon="minus" label={t('compose.minimise')} onPress={onMinimise} />
        )}
        <IconButton icon="close" label={t('compose.close')} keys="Escape" onPress={close} />
      </header>

      <div className="compose-scroll" inert={sending}>
        <FromPicker
          content={content}
          onChange={(change) => {
            edit(change);
            protection.writesAs(identityOf(accounts, change));
            if (change.text !== undefined && change.html !== undefined)
              formatting.replace({ text: change.text, html: change.html });
          }}
        />
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
        <ProtectLine protection={protection} />
        <DraftNotices id={id} />
        {content.reminder && (
          <ReminderLine
            when={content.reminder}
            onChange={() => setOpen('remind')}
            onRemove={() => edit({ reminder: null })}
          />
        )}
        {lookalikes.map(({ address, domain, known }) => (
          <Notice key={address} compact tone="warning">
            {t('compose.concern.lookalike', { address, domain, known })}
          </Notice>
        ))}
        {template.fillable.length > 0 && (
          <Notice
            compact
            actions={
              <Button size="small" icon="check" onPress={template.fillNow}>
                {t('templates.fill')}
              </Button>
            }
          >
            {t('templates.unfilled', { words: template.fillable.join(', ') })}
          </Notice>
        )}
        {formatting.lost !== null && (
          <Notice
            compact
            actions={
              <Button size="small" icon="undo" onPress={formatting.bringBack}>
                {t('compose.lost.back')}
              </Button>
            }
          >
            {t(formatting.lost.pictures > 0 ? 'compose.lost.pictures' : 'compose.lost.text', {
              count: formatting.lost.pictures,
            })}
          </Notice>
        )}
        {formatting.rich && images === null ? (
          <div className="compose-wait">
            <Spinner label={t('common.loading')} />
          </div>
        ) : formatting.rich && images !== null ? (
          <RichEditor
            key={formatting.key}
            start={formatting.start}
            images={images}
            label={t('compose.body')}
            autoFocus={content.to.length > 0 || formatting.key > 0}
            handle={editor}
            onChange={(doc) => edit({ text: toText(doc), html: toHtml(doc) })}
            onFiles={insertFiles}
            onLarge={setLarge}
          />
        ) : (
          <textarea
            className="compose-plain"
            aria-label={t('compose.body')}
            dir="auto"
            autoFocus={content.to.length > 0}
            value={content.text}
            onSelect={(event) => {
              caret.current = event.currentTarget.selectionStart;
            }}
            onChange={(event) => edit({ text: event.target.value })}
            onPaste={(event) => {
              const data = event.clipboardData;
              const text = data.getData('text/plain');
              if (bringsFiles(data)) attach([...data.files]);
              else if (isLargeText(text)) setLarge({ text, asText: null });
              else return;
              event.preventDefault();
            }}
          />
        )}
        {content.quote !== null && <QuoteView quote={content.quote} onRemove={() => edit({ quote: null })} />}
        <AttachmentList
          attachments={content.attachments}
          html={content.html}
          quote={content.quote}
          uploads={uploads.uploads}
          onRemove={(removed) =>
            edit(({ attachments }) => ({ attachments: attachments.filter((file) => file !== removed) }))
          }
          onCancel={(upload) => uploads.cancel(upload)}
          onRetry={(upload) => uploads.retry(upload)}
        />
      </div>

      <footer className="compose-foot" inert={sending}>
        <Button kind="primary" icon="send" isDisabled={sending} onPress={() => trySend()}>
          {t('compose.send')}
        </Button>
        <IconButton
          icon="pending"
          label={t('compose.sendLater')}
          isDisabled={sending}
          onPress={() => setOpen('later')}
        />
        <IconButton
          icon="notification"
          label={t('commands.remindLetter')}
          pressed={Boolean(content.reminder)}
          isDisabled={sending}
          onPress={() => setOpen('remind')}
        />
        <ProtectSwitches protection={protection} isDisabled={sending} />
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
            {
              id: 'rich',
              label: t('compose.formatting'),
              checked: formatting.rich,
              run: () => formatting.switchTo(!formatting.rich),
            },
            {
              id: 'read',
              label: t('compose.askRead'),
              checked: content.receipts?.read === true,
              run: () => receipt('read'),
            },
            {
              id: 'delivery',
              label: t('compose.askDelivery'),
              checked: content.receipts?.delivery === true,
              run: () => receipt('delivery'),
            },
            {
              id: 'require-tls',
              label: t('compose.requireTls'),
              checked: content.requireTls === true,
              run: () => edit({ requireTls: content.requireTls !== true }),
            },
            ...(own
              ? [{ id: 'attach-key', label: t('openpgp.write.attachKey'), run: () => attachKey(own) }]
              : []),
            { kind: 'separator', id: 's' },
            { id: 'template', label: t('templates.insert'), run: () => setOpen('template') },
            {
              id: 'save-template',
              label: t('templates.save'),
              // What is on its way would not be in it.
              disabled: uploads.uploads.length > 0,
              run: () => setOpen('save-template'),
            },
            { kind: 'separator', id: 's2' },
            { id: 'versions', label: t('compose.versions.open'), run: () => setOpen('versions') },
            { id: 'discard', label: t('compose.discard'), tone: 'danger', run: discardOrAsk },
          ]}
        />
        <span className="compose-spacer" />
        <IconButton icon="trash" label={t('compose.discard')} onPress={discardOrAsk} />
      </footer>
      {dropping && <div className="compose-drop">{t('compose.drop')}</div>}

      <ConcernDialog
        concerns={asks.concerns}
        onSend={() => deliver(asks.at)}
        onHide={hideAddresses}
        onClose={() => setAsks(NOTHING_ASKED)}
      />
      <ProtectDialogs protection={protection} onSend={trySend} onUnlocked={(at) => deliver(at, true)} />
      <LargePasteDialog paste={large} onAttach={(file) => attach([file])} onClose={() => setLarge(null)} />
      {open === 'later' && <SendLaterDialog onSend={trySend} onClose={() => setOpen(null)} />}
      {open === 'remind' && (
        <RemindDialog onChoose={(reminder) => edit({ reminder })} onClose={() => setOpen(null)} />
      )}
      {open === 'template' && (
        <TemplatePicker
          title={t('templates.pick')}
          onPick={(one) => template.insert(one.id)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'save-template' && (
        <SaveTemplateDialog content={templateOf(content, identity)} onClose={() => setOpen(null)} />
      )}
      {open === 'versions' && (
        <VersionsDialog
          id={id}
          onUse={(version) => {
            const old = madeSafe(version);
            edit(olderVersion(old, content));
            formatting.replace(old);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      <Confirm
        title={t('compose.discardTitle')}
        text={t('compose.discardText')}
        confirm={t('compose.discard')}
        danger
        isOpen={open === 'discard'}
        onConfirm={discard}
        onClose={() => setOpen(null)}
      />
    </section>
  );
}

const identityOf = (
  accounts: readonly AccountStatus[],
  { account, identity }: Pick<Partial<DraftContent>, 'account' | 'identity'>,
): Identity | undefined =>
  accounts.find((one) => one.account.id === account)?.account.identities.find(({ id }) => id === identity);

/** A file did not get into a draft that is closed by now. */
function tellLost(id: DraftId, name: string, subject: string): void {
  showToast({
    text: t('compose.attachLost', { name, subject: subject || t('common.noSubject') }),
    tone: 'danger',
    action: {
      label: t('compose.openDraft'),
      run: () => useSelection.getState().openComposer(id),
    },
  });
}

/**
 * A half-typed address becomes a token when its field loses the focus. It has it back at once: should the letter stay, the
 * next key belongs to it and is no command.
 */
function finishTyping(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) return;
  field.blur();
  field.focus();
}

const composerCommands = (
  open: (what: 'remind' | 'template' | 'save-template') => void,
): readonly Command[] => [
  {
    id: 'remindLetter',
    title: 'commands.remindLetter',
    group: 'write',
    icon: 'notification',
    run: () => open('remind'),
  },
  {
    id: 'insertTemplate',
    title: 'commands.insertTemplate',
    group: 'write',
    icon: 'template',
    run: () => open('template'),
  },
  {
    id: 'saveTemplate',
    title: 'commands.saveTemplate',
    group: 'write',
    icon: 'template',
    run: () => open('save-template'),
  },
];

const NOTHING_ASKED = { concerns: [], at: null };
const NO_RECEIPTS = { read: false, delivery: false };

const people =
  (edit: OpenDraft['edit'], field: 'to' | 'cc' | 'bcc') =>
  (list: readonly Address[]): void =>
    edit({ [field]: list.map(({ name, address }) => ({ name, address })) });
