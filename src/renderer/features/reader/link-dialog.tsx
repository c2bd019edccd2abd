import { useState } from 'react';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { Button, Dialog } from '../../ui';
import { type LinkConcern, linkConcerns, readLink, worthAsking } from './html/links';

interface AskedLink {
  readonly url: string;
  readonly host: string;
  readonly concerns: readonly LinkConcern[];
  readonly text: string;
}

/** At most this often does a link open; a page of scripted clicks opens one (security.md L-06). */
const PAUSE = 500;
let lastOpened = 0;

/** Opens an address outside, by the engine's host; where that can't, in a new tab without an opener. */
export function openOutside(url: string, now: number = performance.now()): void {
  if (now - lastOpened < PAUSE && lastOpened !== 0) return;
  lastOpened = now;
  session()
    .engine.api.openLink({ url })
    .then(({ opened }) => {
      if (!opened) window.open(url, '_blank', 'noopener,noreferrer');
    })
    .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
}

/** Where the link under the pointer leads. */
export function LinkTarget({ url }: { readonly url: string | null }) {
  return (
    url !== null && (
      <div className="reader-target" dir="ltr">
        {url}
      </div>
    )
  );
}

/** Follows links of a message: at once when they lead where they say, after a question when not. */
export function useLinks(): { follow: (url: string, text: string) => void; dialog: React.ReactNode } {
  const t = useT();
  const [asked, setAsked] = useState<AskedLink | null>(null);
  const follow = (href: string, text: string): void => {
    const target = readLink(href);
    if (target === null) return;
    const concerns = linkConcerns(target, text);
    if (worthAsking(concerns)) setAsked({ url: target.url, host: target.host, concerns, text: text.trim() });
    else openOutside(target.url);
  };
  const close = (): void => setAsked(null);
  const dialog = (
    <Dialog
      alert
      size="small"
      title={t('reader.link.title')}
      isOpen={asked !== null}
      onClose={close}
      footer={
        <>
          <Button onPress={close} autoFocus>
            {t('common.cancel')}
          </Button>
          <Button
            onPress={() => {
              if (asked !== null) openOutside(asked.url);
              close();
            }}
          >
            {t('reader.link.open', { host: asked?.host ?? '' })}
          </Button>
        </>
      }
    >
      {asked !== null && (
        <div className="reader-link-question">
          {asked.concerns.map((concern) => (
            <p key={concern}>{t(`reader.link.concern.${concern}`, { text: asked.text, host: asked.host })}</p>
          ))}
          <p className="reader-link-address selectable" dir="ltr">
            {asked.url}
          </p>
        </div>
      )}
    </Dialog>
  );
  return { follow, dialog };
}
