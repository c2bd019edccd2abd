import { useMemo, useRef, useState } from 'react';
import type { DraftContent } from '@shared/contract/compose';
import { section } from '@shared/model/ids';
import { useT } from '../../i18n';
import { Button } from '../../ui';
import { MailFrame, PlainText, sanitise, useLinks, usePaper } from '../reader';

/** The original that follows below the text: seen, removable, but never part of the editor. */
export function QuoteView({
  quote,
  onRemove,
}: {
  readonly quote: NonNullable<DraftContent['quote']>;
  readonly onRemove: () => void;
}) {
  const t = useT();
  // What is forwarded is what the letter is about: it is seen. What is answered is known.
  const [open, setOpen] = useState(quote.attribution === '');
  const probe = useRef<HTMLSpanElement>(null);
  const paper = usePaper(probe);
  const { follow, dialog } = useLinks();
  const { html, text } = quote;
  const mail = useMemo(() => (open && html !== null ? sanitise(html) : null), [open, html]);
  const silent = (): void => undefined;
  return (
    <section className="compose-quote" aria-label={t('compose.quote.label')}>
      <span ref={probe} className="reader-probe" aria-hidden />
      <div className="compose-quote-bar">
        <Button kind="quiet" size="small" aria-expanded={open} onPress={() => setOpen(!open)}>
          {open ? t('compose.quote.hide') : t('compose.quote.show')}
        </Button>
        <span className="compose-quote-from" dir="auto">
          {quote.attribution}
        </span>
        <Button kind="quiet" size="small" onPress={onRemove}>
          {t('compose.quote.remove')}
        </Button>
      </div>
      {open && (
        <div className="compose-quote-body">
          {mail === null ? (
            <PlainText
              part={{ section: section('1'), type: 'text/plain', text, flowed: false, delsp: false }}
              onLink={follow}
              onPoint={silent}
            />
          ) : (
            <MailFrame
              mail={mail}
              paper={paper}
              label={t('compose.quote.label')}
              onLink={follow}
              onPoint={silent}
            />
          )}
        </div>
      )}
      {dialog}
    </section>
  );
}
