import { useEffect, useRef, useState } from 'react';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { useT } from '../../i18n';
import type { FilesStep } from '../../state/ui';
import { Button, Dialog, Icon, type IconName } from '../../ui';
import { Button as AriaButton } from 'react-aria-components';
import { BackupStep, ExportStep, useSources, VerifyStep } from './export-step';
import { ImportStep } from './import-step';
import { JobList } from './job-list';

const WAYS: readonly (readonly [Exclude<FilesStep, 'home'>, IconName])[] = [
  ['import', 'download'],
  ['export', 'folder'],
  ['backup', 'archive'],
  ['restore', 'undo'],
  ['verify', 'checked'],
];

const takesOut = (way: FilesStep): boolean => way === 'export' || way === 'backup';

/** Mail in and out by files, and what of it is running. */
export function FilesDialog({
  step: first,
  account,
  mailbox,
  onClose,
}: {
  readonly step: FilesStep;
  readonly account: AccountId | null;
  readonly mailbox: MailboxId | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [step, setStep] = useState<FilesStep>(first);
  const somethingHere = useSources().length > 0;
  const home = (): void => setStep('home');
  const content = useRef<HTMLDivElement>(null);
  const shown = useRef(first);
  useEffect(() => {
    // What had the focus went with the step it was in; the keyboard stays in the dialog.
    if (shown.current !== step) content.current?.focus();
    shown.current = step;
  }, [step]);
  return (
    <Dialog
      isOpen
      size="large"
      title={step === 'home' ? t('files.title') : t(`files.${step}`).replace(/…$/, '')}
      onClose={onClose}
      className="files"
      footer={step !== 'home' && <Button onPress={home}>{t('files.back')}</Button>}
    >
      <div ref={content} tabIndex={-1} className="files-step">
        {step === 'home' && (
          <>
            <p className="form-note">{t('files.intro')}</p>
            <ul className="files-ways">
              {WAYS.map(([way, icon]) => (
                <li key={way}>
                  <AriaButton
                    className="files-way"
                    isDisabled={takesOut(way) && !somethingHere}
                    onPress={() => setStep(way)}
                  >
                    <Icon name={icon} size={18} />
                    <span className="files-way-name">{t(`files.${way}`)}</span>
                    <span className="files-way-text">
                      {t(takesOut(way) && !somethingHere ? 'files.nothingHere' : `files.${way}Text`)}
                    </span>
                  </AriaButton>
                </li>
              ))}
            </ul>
            <JobList />
          </>
        )}
        {step === 'import' && <ImportStep purposes={['import-folder', 'import-file']} onStarted={home} />}
        {step === 'restore' && <ImportStep purposes={['restore']} onStarted={home} />}
        {step === 'export' && <ExportStep mailbox={mailbox} onStarted={home} />}
        {step === 'backup' && <BackupStep account={account} onStarted={home} />}
        {step === 'verify' && <VerifyStep onStarted={home} />}
      </div>
    </Dialog>
  );
}
