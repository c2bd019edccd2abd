import { useMemo, useRef, useState } from 'react';
import type { BodyText } from '@shared/model/message';
import { useT } from '../../../i18n';
import { useWordMarks } from '../word-marks';
import { type Block, inlines, readPlain, shownEnd } from './plain';

export interface Following {
  readonly onLink: (url: string, text: string) => void;
  readonly onPoint: (url: string | null) => void;
}

/** A plain text part as text nodes; nothing of it is ever read as HTML. */
export function PlainText({ part, onLink, onPoint }: { readonly part: BodyText } & Following) {
  const t = useT();
  const [more, setMore] = useState(0);
  const { text, flowed, delsp } = part;
  const end = shownEnd(text, more);
  const blocks = useMemo(
    () => readPlain({ text: text.slice(0, end), flowed, delsp }),
    [text, end, flowed, delsp],
  );
  const root = useRef<HTMLDivElement>(null);
  useWordMarks(root);
  return (
    <div ref={root} className="reader-plain selectable">
      {blocks.map((block, index) => (
        <PlainBlock key={index} block={block} onLink={onLink} onPoint={onPoint} />
      ))}
      {blocks.length === 0 && <p className="reader-empty-text">{t('reader.emptyText')}</p>}
      {end < text.length && (
        <button type="button" className="reader-fold" onClick={() => setMore(more + 1)}>
          {t(shownEnd(text, more + 1) < text.length ? 'reader.showMore' : 'reader.showRest')}
        </button>
      )}
    </div>
  );
}

function PlainBlock({ block, onLink, onPoint }: { readonly block: Block } & Following) {
  const t = useT();
  const [open, setOpen] = useState(block.kind === 'quote' && !block.folded);
  if (block.kind === 'text') return <Words text={block.text} onLink={onLink} onPoint={onPoint} />;
  if (block.kind === 'signature') {
    return (
      <div className="reader-signature">
        <Words text={block.text} onLink={onLink} onPoint={onPoint} />
      </div>
    );
  }
  return (
    <>
      {block.folded && (
        <button type="button" className="reader-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('reader.hideQuote') : t('reader.showQuote', { count: block.lines })}
        </button>
      )}
      {open && (
        <blockquote className="reader-quote">
          <Words text={block.text} onLink={onLink} onPoint={onPoint} />
        </blockquote>
      )}
    </>
  );
}

/** Paragraphs keep their own direction, as each may be of another language. */
function Words({ text, onLink, onPoint }: { readonly text: string } & Following) {
  const paragraphs = useMemo(() => text.split(/\n{2,}/).map(inlines), [text]);
  return paragraphs.map((parts, index) => (
    <p key={index} dir="auto">
      {parts.map((part, n) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <button
            key={n}
            type="button"
            role="link"
            className="reader-inline-link"
            onClick={() => onLink(part.url, part.text)}
            onMouseEnter={() => onPoint(part.url)}
            onMouseLeave={() => onPoint(null)}
            onFocus={() => onPoint(part.url)}
            onBlur={() => onPoint(null)}
          >
            {part.text}
          </button>
        ),
      )}
    </p>
  ));
}
