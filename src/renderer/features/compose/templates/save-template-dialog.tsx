import { type FormEvent, useState } from 'react';
import type { TemplateContent } from '@shared/contract/templates';
import { useT } from '../../../i18n';
import { useEngine } from '../../../state/connection';
import { useTemplates } from '../../../state/engine-state';
import { type Failure, failureOf } from '../../../state/errors';
import { showToast } from '../../../state/toasts';
import { Button, Dialog, FailureNotice, TextField } from '../../../ui';

/** Names the letter that is to become a template. A name that is taken replaces the template that has it. */
export function SaveTemplateDialog({
  content,
  onClose,
}: {
  readonly content: TemplateContent;
  readonly onClose: () => void;
}) {
  const t = useT();
  const engine = useEngine();
  const templates = useTemplates();
  const [name, setName] = useState(content.subject.trim().slice(0, 200));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saving, setSaving] = useState(false);
  const called = name.trim();
  const same = templates.find((one) => one.name.toLocaleLowerCase() === called.toLocaleLowerCase()) ?? null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (called === '' || saving) return;
    setSaving(true);
    engine.api
      .saveTemplate({ id: same?.id ?? null, name: called, content })
      .then(() => {
        showToast({ text: t(same ? 'templates.replaced' : 'templates.saved', { name: called }) });
        onClose();
      })
      .catch((error: unknown) => {
        setSaving(false);
        setFailure(failureOf(error));
      });
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t('templates.saveTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            kind="primary"
            type="submit"
            form="save-template"
            isDisabled={called === '' || saving}
            autoFocus={false}
          >
            {t(same ? 'templates.replace' : 'common.save')}
          </Button>
        </>
      }
    >
      <form id="save-template" className="form" onSubmit={submit}>
        <FailureNotice error={failure} />
        <TextField
          label={t('templates.name')}
          value={name}
          onChange={setName}
          autoFocus
          maxLength={200}
          hint={same ? t('templates.sameName') : undefined}
        />
        <p className="form-note">{t('templates.saveHint')}</p>
      </form>
    </Dialog>
  );
}
