import { type DragEvent, memo, type RefObject, useEffect, useRef, useState } from 'react';
import type { PreparedPart } from '@shared/contract/engine-api';
import type { MessageDetail } from '@shared/contract/view-api';
import { messageKey, type Section } from '@shared/model/ids';
import { useT } from '../../../i18n';
import { formatSize } from '../../../i18n/format';
import { useEngine } from '../../../state/connection';
import { isClosed, useStatus } from '../../../state/engine-state';
import { dragOut } from '../../../state/file-out';
import { errorText } from '../../../state/errors';
import { showLetter } from '../../../state/show-letter';
import { showToast } from '../../../state/toasts';
import { Button as AriaButton } from 'react-aria-components';
import { Button, Confirm, Icon, IconButton, type IconName, Menu, type MenuEntry } from '../../../ui';
import { type Attachment, type AttachmentKind, isLetter } from './attachments';
import { openPart, savePart } from '../../../state/save-part';
import { SaveAll } from './save-all-button';

/** More than these are folded: the words of the letter stand below them. */
const AT_ONCE = 24;

type Progress = { readonly received: number; readonly total: number };

const SIGNS: Record<AttachmentKind, IconName> = {
  image: 'image',
  document: 'drafts',
  sheet: 'file',
  slides: 'file',
  archive: 'folder',
  audio: 'play',
  video: 'play',
  calendar: 'calendar',
  contact: 'account',
  message: 'mail',
  program: 'warning',
  file: 'file',
};

/** Attachments of one message: what they are, how big, and how far their way here is. */
export function AttachmentBar({
  message,
  attachments,
  isHere = false,
}: {
  readonly message: MessageDetail;
  readonly attachments: readonly Attachment[];
  /** They came with what encloses them, and need not be fetched. */
  readonly isHere?: boolean;
}) {
  const t = useT();
  const engine = useEngine();
  const inBrowser = useStatus()?.host !== 'electron';
  const [here, setHere] = useState<ReadonlyMap<Section, PreparedPart>>(new Map());
  const [coming, setComing] = useState<ReadonlyMap<Section, Progress>>(new Map());
  const [risky, setRisky] = useState<Attachment | null>(null);
  const { ref, key } = message;
  const [unfolded, setUnfolded] = useState(false);
  const shown = unfolded || attachments.length <= AT_ONCE + 1 ? attachments : attachments.slice(0, AT_ONCE);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The button that asked for them is gone: one goes on where they begin.
    if (unfolded) list.current?.children[AT_ONCE]?.querySelector('button')?.focus();
  }, [unfolded]);

  useEffect(
    () =>
      engine.on('partProgress', (event) => {
        if (messageKey(event.ref) !== key) return;
        setComing((old) =>
          old.has(event.section)
            ? with_(old, event.section, { received: event.received, total: event.total })
            : old,
        );
      }),
    [engine, key],
  );

  const fetchPart = async (file: Attachment, signal?: AbortSignal): Promise<PreparedPart> => {
    const present = here.get(file.section);
    if (present !== undefined) return present;
    setComing((old) => with_(old, file.section, { received: 0, total: file.size }));
    try {
      const part = await engine.ask.fetchPart(
        { ref, section: file.section },
        signal === undefined ? {} : { signal },
      );
      setHere((old) => with_(old, file.section, part));
      return part;
    } finally {
      setComing((old) => without(old, file.section));
    }
  };
  const report = (error: unknown): void => {
    if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
  };
  const open = (file: Attachment): void => {
    if (file.dangerous) setRisky(file);
    else
      fetchPart(file)
        .then((part) =>
          isLetter(file)
            ? showLetter({ url: part.url }, file.name, message.account)
            : openPart(part, file.name, inBrowser),
        )
        .catch(report);
  };
  const save = (file: Attachment): void => {
    fetchPart(file)
      .then((part) => savePart(part, file.name, inBrowser))
      .catch(report);
  };
  const drag = (event: DragEvent, { name, type, section }: Attachment): void =>
    dragOut(event, { name, type, what: { ref, section } });
  // Hundreds of files are not drawn anew for each that comes.
  const acts = useRef<Acts>({ open, save, drag });
  useEffect(() => {
    acts.current = { open, save, drag };
  });

  return (
    <section className="reader-attachments" aria-label={t('reader.attachments.title')}>
      <ul ref={list} className="reader-chips">
        {shown.map((file) => (
          <Chip
            key={file.section}
            file={file}
            progress={coming.get(file.section)}
            here={isHere || here.has(file.section)}
            acts={acts}
          />
        ))}
      </ul>
      {shown.length < attachments.length && (
        <Button size="small" kind="quiet" icon="down" onPress={() => setUnfolded(true)}>
          {t('reader.attachments.showAll', { count: attachments.length })}
        </Button>
      )}
      {attachments.length > 1 && (
        <SaveAll
          attachments={attachments}
          inBrowser={inBrowser}
          save={async (file, folder, signal) =>
            savePart(await fetchPart(file, signal), file.name, inBrowser, folder)
          }
          onError={report}
        />
      )}
      <Confirm
        title={t('reader.attachments.riskyTitle', { name: risky?.name ?? '' })}
        text={t(
          risky?.suspicion === null || risky === null
            ? 'reader.attachments.risky'
            : `reader.attachments.suspicion.${risky.suspicion}`,
        )}
        confirm={t('reader.attachments.saveAnyway')}
        danger
        isOpen={risky !== null}
        onConfirm={() => {
          if (risky !== null) save(risky);
        }}
        onClose={() => setRisky(null)}
      />
    </section>
  );
}

interface Acts {
  readonly open: (file: Attachment) => void;
  readonly save: (file: Attachment) => void;
  readonly drag: (event: DragEvent, file: Attachment) => void;
}

const Chip = memo(function Chip({
  file,
  progress,
  here,
  acts,
}: {
  readonly file: Attachment;
  readonly progress: Progress | undefined;
  readonly here: boolean;
  readonly acts: RefObject<Acts>;
}) {
  const t = useT();
  const onOpen = (): void => acts.current.open(file);
  const onSave = (): void => acts.current.save(file);
  const dot = file.name.lastIndexOf('.');
  const stem = dot > 0 ? file.name.slice(0, dot) : file.name;
  const ending = dot > 0 ? file.name.slice(dot) : '';
  const state =
    progress === undefined
      ? t(here ? 'reader.attachments.here' : 'reader.attachments.onServer')
      : t('reader.attachments.coming', { percent: percent(progress) });
  const entries: MenuEntry[] = [
    { id: 'open', label: t('reader.attachments.open'), icon: 'show', disabled: file.dangerous, run: onOpen },
    { id: 'save', label: t('reader.attachments.save'), icon: 'download', run: onSave },
  ];
  const doubtful = file.dangerous || file.suspicion !== null;
  return (
    // What may be a trap is saved knowingly, in a dialog, and not by a slip of the hand.
    <li
      className={`reader-chip${doubtful ? ' reader-chip-danger' : ''}`}
      draggable={!doubtful}
      onDragStart={(event) => acts.current.drag(event, file)}
    >
      <AriaButton className="reader-chip-main" onPress={onOpen}>
        <Icon name={SIGNS[file.kind]} />
        <span className="reader-chip-name" dir="ltr">
          <bdi className="reader-chip-stem">{stem}</bdi>
          <bdi className="reader-chip-ending">{ending}</bdi>
        </span>
        <span className="reader-chip-facts">
          {formatSize(file.size)} · {state}
        </span>
        {file.suspicion !== null && (
          <span className="reader-chip-warning">{t('reader.attachments.disguised')}</span>
        )}
        {file.suspicion === null && file.dangerous && (
          <span className="reader-chip-warning">{t('reader.attachments.canRun')}</span>
        )}
      </AriaButton>
      <Menu
        label={t('reader.attachments.actions', { name: file.name })}
        entries={entries}
        trigger={
          <IconButton size="small" icon="down" label={t('reader.attachments.actions', { name: file.name })} />
        }
      />
    </li>
  );
});

const percent = ({ received, total }: Progress): number =>
  total <= 0 ? 0 : Math.min(99, Math.floor((received / total) * 100));

const with_ = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> =>
  new Map(map).set(key, value);
function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const next = new Map(map);
  next.delete(key);
  return next;
}
