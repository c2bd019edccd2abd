import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { UnpackedPart } from '@shared/contract/engine-api';
import type { MessageDetail } from '@shared/contract/view-api';
import type { Section } from '@shared/model/ids';
import type { EncodedFile } from '@shared/util/encoded-files';
import { useT } from '../../../i18n';
import { formatCount, formatSize } from '../../../i18n/format';
import { useEngine } from '../../../state/connection';
import { isClosed, useStatus } from '../../../state/engine-state';
import { errorText } from '../../../state/errors';
import { showToast } from '../../../state/toasts';
import { Button, Icon, Notice } from '../../../ui';
import { leaves, shownFileName } from './attachments';
import { savePart } from '../../../state/save-part';

const TYPES = new Set(['application/ms-tnef', 'application/vnd.ms-tnef']);

/** Outlook's winmail.dat: its files are shown when somebody asks, and saved one by one. Nothing of it is opened. */
export function WinmailCard({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const part = leaves(message.structure).find(
    ({ type, filename }) => TYPES.has(type) || filename.toLowerCase() === 'winmail.dat',
  );
  if (part === undefined) return null;
  const name = shownFileName(part.filename, 'winmail.dat');
  return (
    <PackedFiles
      message={message}
      section={part.section}
      show={t('reader.winmail.show', { name })}
      title={t('reader.winmail.title', { name })}
    />
  );
}

/** Files that the sender's program wrote into the text, by their names; saved one by one, as those of a winmail.dat. */
export function TextFilesCard({
  message,
  section,
  files,
}: {
  readonly message: MessageDetail;
  readonly section: Section;
  readonly files: readonly EncodedFile[];
}) {
  const t = useT();
  const names = files.map(({ name, kind }, index) =>
    shownFileName(name, t('reader.attachments.unnamed', { type: kind, number: index + 1 })),
  );
  const label = names.length > SHOWN_NAMES ? [...names.slice(0, SHOWN_NAMES), '…'] : names;
  return (
    <PackedFiles
      message={message}
      section={section}
      show={t('reader.textFiles.show', {
        count: names.length,
        formatted: formatCount(names.length),
        names: label.join(', '),
      })}
      title={t('reader.textFiles.title')}
    />
  );
}

const SHOWN_NAMES = 3;

function PackedFiles({
  message,
  section,
  show: label,
  title,
}: {
  readonly message: MessageDetail;
  readonly section: Section;
  readonly show: string;
  readonly title: string;
}) {
  const t = useT();
  const engine = useEngine();
  const inBrowser = useStatus()?.host !== 'electron';
  const [opened, setOpened] = useState<UnpackedPart | null>(null);
  const [busy, setBusy] = useState(false);
  const report = (error: unknown): void => {
    if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
  };
  const show = async (): Promise<void> => {
    const { url } = await engine.api.fetchPart({ ref: message.ref, section });
    setOpened(await engine.api.unpackPart({ url }));
  };
  if (opened === null) {
    return (
      <div>
        <Button
          size="small"
          icon="folder"
          isDisabled={busy}
          onPress={() => {
            setBusy(true);
            show()
              .catch(report)
              .finally(() => setBusy(false));
          }}
        >
          {label}
        </Button>
      </div>
    );
  }
  return (
    <section className="reader-attachments" aria-label={title}>
      {opened.parts.length === 0 && <p className="reader-quiet">{t('reader.winmail.none')}</p>}
      <ul className="reader-chips">
        {opened.parts.map((file, index) => {
          const shown = shownFileName(
            file.name,
            t('reader.attachments.unnamed', { type: file.type, number: index + 1 }),
          );
          return (
            <li key={file.url} className={`reader-chip${file.dangerous ? ' reader-chip-danger' : ''}`}>
              <AriaButton
                className="reader-chip-main"
                aria-label={t('reader.winmail.save', { name: shown })}
                onPress={() => void savePart(file, shown, inBrowser).catch(report)}
              >
                <Icon name={file.dangerous ? 'warning' : 'file'} />
                <span className="reader-chip-name" dir="ltr">
                  <bdi className="reader-chip-stem">{shown}</bdi>
                </span>
                <span className="reader-chip-facts">{formatSize(file.size)}</span>
                {file.dangerous && (
                  <span className="reader-chip-warning">{t('reader.attachments.canRun')}</span>
                )}
              </AriaButton>
            </li>
          );
        })}
      </ul>
      {opened.notices.length > 0 && (
        <Notice compact tone="warning">
          {t(opened.notices.includes('encoded-piece') ? 'reader.textFiles.piece' : 'reader.winmail.damaged')}
        </Notice>
      )}
    </section>
  );
}
