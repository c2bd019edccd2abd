import { type RefObject, useMemo, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { hasKey, useT } from '../../i18n';
import { updateSettings, useMailbox, useSettings, useStatus } from '../../state/engine-state';
import { failureWords } from '../../state/errors';
import { Button, Notice, ServerWords } from '../../ui';
import { MailFrame } from './html/frame';
import type { SanitisedMail } from './html/sanitise';
import { AttachmentBar } from './parts/attachment-bar';
import { attachmentsOf, leaves } from './parts/attachments';
import { InvitationCard } from './parts/invitation-card';
import { shownName, visibleName } from './people';
import { KeysCard } from './parts/keys-card';
import { protectionOf } from './parts/protection';
import { ProtectionLine, staysClosed } from './parts/protection-line';
import { useProtected } from './parts/use-protected';
import { WinmailCard } from './parts/packed-files';
import { PlainPart } from './plain/plain-part';
import { RestNotice, restOf } from './rest-notice';
import { useBodyRequest } from './use-body';
import { useInlineImages, useRemoteImages, useSafeParts } from './use-images';
import { usePaper } from './use-paper';
import { useRest } from './use-rest';
import { useSearchedWords } from './word-marks';

export interface MessageBodyProps {
  readonly message: MessageDetail;
  /** Element whose computed colours are the reader's paper. */
  readonly probe: RefObject<HTMLElement | null>;
  readonly onLink: (url: string, text: string) => void;
  readonly onPoint: (url: string | null) => void;
  readonly onSource: () => void;
}

/**
 * Everything of an open message below its header. What OpenPGP protects is shown as it was protected: the words that were
 * decrypted or signed, in the place of what came.
 */
export function MessageBodyView(props: MessageBodyProps) {
  const t = useT();
  const { message } = props;
  const { structure, body } = message;
  const protection = useMemo(() => protectionOf(structure, body?.parts), [structure, body]);
  const uncovering = useProtected(message, protection);
  if (protection === null) return <Contents {...props} enclosing={null} />;
  const { reading } = uncovering;
  const [from, other] = message.envelope.from;
  const line = (
    <ProtectionLine
      protection={protection}
      uncovering={uncovering}
      sender={from && !other ? from.address.toLowerCase() : ''}
    />
  );
  const encrypted = protection === 'encrypted-openpgp';
  const letter = reading?.letter ?? null;
  return (
    <>
      {line}
      {reading?.subject && (
        <p className="openpgp-subject">
          <span>{t('openpgp.line.subject')}</span> <b dir="auto">{visibleName(reading.subject)}</b>
        </p>
      )}
      {encrypted && letter === null && uncovering.state === 'busy' && <BodySkeleton />}
      {letter !== null ? (
        <Contents
          {...props}
          key={letter.key}
          message={letter}
          enclosing={{ message, encrypted: reading?.encryption === 'read' }}
        />
      ) : (
        !(encrypted && staysClosed(uncovering)) && <Contents {...props} enclosing={null} />
      )}
    </>
  );
}

/** The message that a letter was taken out of. */
interface Enclosing {
  readonly message: MessageDetail;
  readonly encrypted: boolean;
}

function Contents({
  message,
  enclosing,
  probe,
  onLink,
  onPoint,
  onSource,
}: MessageBodyProps & { readonly enclosing: Enclosing | null }) {
  const t = useT();
  const outer = enclosing?.message ?? message;
  const sealed = enclosing?.encrypted === true;
  const paper = usePaper(probe);
  const request = useBodyRequest(message, true);
  const settings = useSettings();
  const marked = useSearchedWords();
  const [shownFor, setShownFor] = useState<string | null>(null);
  const sender = message.envelope.from[0]?.address.toLowerCase() ?? '';
  // Where the server checks who mail is from, "always from" is for what is proven to be (security.md P-08).
  const check = outer.body?.sender;
  const mayBeForged = check !== undefined && check !== 'verified';
  const chosen =
    sender !== '' && message.envelope.from.length === 1 && settings.trustedSenders.includes(sender);
  const isJunk = useMailbox(outer.mailbox)?.role === 'junk';
  // What was secret tells nobody that it was read, unless it is asked for each time (Efail).
  const trusted = chosen && !mayBeForged && !isJunk && !sealed;

  const rest = useRest(message.key, useSafeParts(message));
  const safe = rest.parts;
  const images = useRemoteImages(safe, trusted || shownFor === message.key);
  const inlined = useInlineImages(message, safe);
  const { structure, body } = message;
  const attachments = useMemo(() => {
    const shown = new Set<string>((body?.parts ?? []).map((part) => part.section));
    return attachmentsOf(structure, shown, inlined, (type, number) =>
      t('reader.attachments.unnamed', { type, number }),
    );
  }, [structure, body, inlined, t]);
  const missing = restOf(body?.notices ?? []);
  const hasCalendar = leaves(structure).some((leaf) => leaf.type === 'text/calendar');
  const label = t('reader.frameLabel', {
    name:
      message.envelope.from[0] === undefined
        ? t('common.unknownSender')
        : shownName(message.envelope.from[0]),
  });
  const fold = { show: t('reader.showQuoted'), hide: t('reader.hideQuote') };

  return (
    <>
      {images.state === 'blocked' && (
        <ImagesBar
          count={images.count}
          // Nobody trusts for good whom they take for junk.
          sender={message.envelope.from.length === 1 && !mayBeForged && !isJunk && !sealed ? sender : ''}
          unproven={
            sealed
              ? t('openpgp.line.images')
              : chosen && mayBeForged
                ? t(check === 'unreceived' ? 'reader.images.unreceived' : 'reader.images.unproven', {
                    address: sender,
                  })
                : ''
          }
          onOnce={() => setShownFor(message.key)}
          onAlways={() => updateSettings({ trustedSenders: [...settings.trustedSenders, sender] })}
        />
      )}
      {images.missing > 0 && <Notice compact>{t('reader.images.missing', { count: images.missing })}</Notice>}
      {attachments.length > 0 && (
        <AttachmentBar message={message} attachments={attachments} isHere={enclosing !== null} />
      )}
      <WinmailCard key={message.key} message={message} />
      <KeysCard message={message} />
      {/* An answer to it would go out in the clear. */}
      {hasCalendar && !sealed && <InvitationCard message={message} />}
      {(message.flags & Flag.Unreadable) !== 0 && (
        <Notice
          tone="warning"
          title={t('reader.unreadable.title')}
          actions={
            <Button size="small" onPress={onSource}>
              {t('reader.command.source')}
            </Button>
          }
        >
          {t('reader.unreadable.text')}
        </Notice>
      )}
      {body === null && <Waiting message={message} request={request} />}
      {missing !== null && <RestNotice message={message} code={missing} />}
      <BodyNotices codes={(body?.notices ?? []).filter((code) => code !== missing)} />
      {body !== null && missing === null && body.parts.length === 0 && (
        <p className="reader-empty-text">
          {t(attachments.length > 0 ? 'reader.onlyAttachments' : 'reader.emptyText')}
        </p>
      )}
      {body?.parts.map((part) => {
        const made = part.type === 'text/html' ? safe.find((one) => one.section === part.section) : undefined;
        if (made?.failed === true) {
          return (
            <Notice
              key={part.section}
              tone="warning"
              title={t('reader.unsafe.title')}
              actions={
                <Button size="small" onPress={onSource}>
                  {t('reader.command.source')}
                </Button>
              }
            >
              {t('reader.unsafe.text')}
            </Notice>
          );
        }
        if (made === undefined)
          return (
            <PlainPart key={part.section} message={message} part={part} onLink={onLink} onPoint={onPoint} />
          );
        const { mail } = made;
        const done = rest.done(made);
        return (
          <div key={part.section} className={`reader-html${mail.bringsColours ? ' reader-html-paper' : ''}`}>
            <HtmlNotices mail={mail} isCut={mail.cut && done === 1} />
            <MailFrame
              mail={mail}
              paper={paper}
              label={label}
              onLink={onLink}
              onPoint={onPoint}
              // A quotation is folded at the end of a letter, and this is not known to be its end.
              {...('next' in mail ? {} : { fold })}
              marked={marked}
              whole={rest.wanted}
              onGrown={(so) => rest.grown(part.section, so)}
            />
            {done < 1 && (
              <button
                type="button"
                className="reader-fold reader-html-rest"
                aria-disabled={rest.wanted}
                onClick={({ currentTarget }) => rest.want(part.section, currentTarget)}
              >
                {rest.wanted
                  ? t('reader.restComing', { percent: Math.floor(done * 100) })
                  : t('reader.showRest')}
              </button>
            )}
          </div>
        );
      })}
    </>
  );
}

/** What is unusual about the message, one sentence each however many of its codes mean the same. */
function BodyNotices({ codes }: { readonly codes: readonly string[] }) {
  const t = useT();
  const words = codes.map((code) =>
    t(
      /^[a-z-]+$/.test(code) && hasKey(`reader.notice.${code}`)
        ? `reader.notice.${code}`
        : 'reader.notice.other',
      { code },
    ),
  );
  return [...new Set(words)].map((text) => (
    <Notice key={text} compact tone="warning">
      {text}
    </Notice>
  ));
}

function HtmlNotices({ mail, isCut }: { readonly mail: SanitisedMail; readonly isCut: boolean }) {
  const t = useT();
  return (
    <>
      {mail.hadForm && (
        <Notice compact tone="warning">
          {t('reader.hadForm')}
        </Notice>
      )}
      {isCut && <Notice compact>{t('reader.cut')}</Notice>}
    </>
  );
}

function ImagesBar({
  count,
  sender,
  unproven,
  onOnce,
  onAlways,
}: {
  readonly count: number;
  /** Whose images may be loaded always; '' for nobody. */
  readonly sender: string;
  /** Why they are not loaded although those of this sender always are; ''. */
  readonly unproven: string;
  readonly onOnce: () => void;
  readonly onAlways: () => void;
}) {
  const t = useT();
  return (
    <div className="reader-images" role="status">
      <span>
        {t('reader.images.blocked', { count })}
        {unproven !== '' && ` ${unproven}`}
      </span>
      <span className="reader-images-actions">
        <Button kind="link" size="small" onPress={onOnce}>
          {t('reader.images.once')}
        </Button>
        {sender !== '' && (
          <Button kind="link" size="small" onPress={onAlways}>
            {t('reader.images.always', { address: sender })}
          </Button>
        )}
      </span>
    </div>
  );
}

/** The text is on its way, or why it isn't: headers stay readable all the while. */
function Waiting({
  message,
  request,
}: {
  readonly message: MessageDetail;
  readonly request: ReturnType<typeof useBodyRequest>;
}) {
  const t = useT();
  const status = useStatus();
  const offline = status !== null && (!status.online || status.workOffline);
  const { failure } = request;
  if (failure?.code === 'gone' || failure?.code === 'nonexistent' || failure?.code === 'message-gone') {
    return (
      <Notice tone="warning" title={t('reader.gone.title')}>
        {t('reader.gone.text')}
      </Notice>
    );
  }
  if (offline) {
    return (
      <Notice title={t('reader.offline.title')}>
        {t('reader.offline.text')}
        {message.preview !== '' && (
          <p className="reader-preview" dir="auto">
            {message.preview}
          </p>
        )}
      </Notice>
    );
  }
  if (failure !== null) {
    const words = failureWords(failure);
    return (
      <Notice
        tone="danger"
        title={t('reader.bodyFailed', { reason: words.title })}
        actions={
          <Button size="small" onPress={request.retry}>
            {t('common.retry')}
          </Button>
        }
      >
        {words.text}
        <ServerWords text={failure.server} />
      </Notice>
    );
  }
  return <BodySkeleton />;
}

/** Lines where the text will be. */
export function BodySkeleton() {
  const t = useT();
  return (
    <div className="reader-skeleton" role="status" aria-label={t('reader.loading')}>
      {[92, 97, 88, 95, 40].map((width, index) => (
        <span key={index} style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  );
}
