import type { JSONContent } from '@tiptap/core';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import type { DraftAttachment } from '@shared/contract/compose';
import type { Template } from '@shared/contract/templates';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../../i18n';
import { useEngine } from '../../../state/connection';
import { type Failure, failureOf } from '../../../state/errors';
import { showToast } from '../../../state/toasts';
import { useAnswer } from '../../../state/use-answer';
import { Button, Confirm, Dialog, FailureNotice, Notice, TextField } from '../../../ui';
import { AttachmentList } from '../attachment-list';
import { type Picture, RichEditor } from '../editor/rich-editor';
import { usePictures } from '../editor/use-pictures';
import { useUploads } from '../use-uploads';
import { knownPlaceholders } from './placeholders';
import { templateFrom, templateModel } from './template-content';

export interface TemplateEditorProps {
  /** Null: a new one. */
  readonly id: string | null;
  readonly onClose: () => void;
}

/** Name, subject, words and files of a template. */
export function TemplateEditor({ id, onClose }: TemplateEditorProps) {
  const t = useT();
  const engine = useEngine();
  const ask = useCallback(
    async (options: CallOptions): Promise<Template | 'gone'> =>
      id === null ? NEW : ((await engine.ask.template({ id }, options)) ?? 'gone'),
    [engine, id],
  );
  const { value, failure } = useAnswer(ask);
  if (value !== null && value !== 'gone') return <OpenTemplate id={id} template={value} onClose={onClose} />;
  // One dialog from beginning to end, so that the focus goes back to where it came from.
  if (value === null && failure === null) return null;
  return (
    <Dialog isOpen size="small" title={t('templates.editTitle')} onClose={onClose}>
      <FailureNotice error={failure} />
      {value === 'gone' && (
        <Notice title={t('errors.template-gone.title')}>{t('errors.template-gone.text')}</Notice>
      )}
    </Dialog>
  );
}

const NEW: Template = {
  id: '',
  name: '',
  savedAt: 0,
  content: { subject: '', text: '', html: null, attachments: [] },
};

function OpenTemplate({ id, template, onClose }: TemplateEditorProps & { readonly template: Template }) {
  const t = useT();
  const engine = useEngine();
  const { content } = template;
  const [name, setName] = useState(template.name);
  const [subject, setSubject] = useState(content.subject);
  const [files, setFiles] = useState<readonly DraftAttachment[]>(content.attachments);
  const doc = useRef<JSONContent | null>(null);
  const [changed, setChanged] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const images = usePictures(content.attachments, 0);
  const uploads = useUploads((lost) => showToast({ text: `${lost}: ${t('compose.attachFailed')}` }));
  const picker = useRef<HTMLInputElement>(null);
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value);
      setChanged(true);
    };
  const add = (file: DraftAttachment): void => {
    setFiles((now) => [...now, file]);
    setChanged(true);
  };
  const insertFiles = (given: readonly File[], insert: (image: Picture) => boolean): void =>
    uploads.addToWords(given, add, insert);
  const isReady = name.trim() !== '' && uploads.uploads.length === 0 && !saving;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    setSaving(true);
    engine.api
      .saveTemplate({
        id,
        name: name.trim(),
        content: templateFrom(subject, doc.current ?? templateModel(content), files),
      })
      .then(onClose)
      .catch((error: unknown) => {
        setSaving(false);
        setFailure(failureOf(error));
      });
  };
  return (
    <Dialog
      isOpen
      title={t(id === null ? 'templates.newTitle' : 'templates.editTitle')}
      onClose={() => (changed ? setLeaving(true) : onClose())}
      footer={
        <>
          <Button icon="attachment" onPress={() => picker.current?.click()}>
            {t('compose.attach')}
          </Button>
          <span className="compose-spacer" />
          <Button onPress={() => (changed ? setLeaving(true) : onClose())}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" form="template" isDisabled={!isReady}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="template" className="form" onSubmit={submit}>
        <FailureNotice error={failure} />
        <TextField
          label={t('templates.name')}
          value={name}
          onChange={change(setName)}
          autoFocus
          maxLength={200}
        />
        <TextField
          label={t('templates.subject')}
          value={subject}
          onChange={change(setSubject)}
          maxLength={900}
        />
        <div className="ui-field">
          <span className="ui-label">{t('templates.body')}</span>
          <div className="compose-signature compose-template">
            {images !== null && (
              <RichEditor
                start={content.html === null ? { text: content.text } : { html: content.html }}
                images={images}
                label={t('templates.body')}
                autoFocus={false}
                onChange={change((next: JSONContent) => {
                  doc.current = next;
                })}
                onFiles={insertFiles}
              />
            )}
          </div>
        </div>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('compose.attach')}
          onChange={(event) => {
            for (const file of event.target.files ?? []) uploads.add(file, null, add);
            event.target.value = '';
          }}
        />
        <AttachmentList
          attachments={files}
          html={content.html ?? ''}
          quote={null}
          uploads={uploads.uploads}
          onRemove={(removed) => change(setFiles)(files.filter((file) => file !== removed))}
          onCancel={(upload) => uploads.cancel(upload)}
          onRetry={(upload) => uploads.retry(upload)}
        />
        <p className="form-note">
          {t('templates.placeholders', { all: knownPlaceholders.join(', '), own: '{{amount}}' })}
        </p>
      </form>
      <Confirm
        title={t('templates.unsavedTitle')}
        text={t('templates.unsavedText')}
        confirm={t('templates.leave')}
        danger
        isOpen={leaving}
        onConfirm={onClose}
        onClose={() => setLeaving(false)}
      />
    </Dialog>
  );
}
