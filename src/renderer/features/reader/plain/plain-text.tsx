import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { BodyText } from '@shared/model/message';
import { useT } from '../../../i18n';
import { useWordMarks } from '../word-marks';
import { type Block, inlines, type PlainSource, readPlain, shownEnd, shownPieces } from './plain';

export interface Following {
  readonly onLink: (url: string, text: string) => void;
  readonly onPoint: (url: string | null) => void;
}

/** A plain text part as text nodes; nothing of it is ever read as HTML. A very long one is shown in pieces. */
export function PlainText({ part, onLink, onPoint }: { readonly part: BodyText } & Following) {
  const t = useT();
  const [more, setMore] = useState(0);
  const { text, flowed, delsp } = part;
  const pieces = useMemo(() => shownPieces(text, more), [text, more]);
  const end = shownEnd(text, more);
  const root = useRef<HTMLDivElement>(null);
  useWordMarks(root);
  // One reads on where the new piece begins: the button that asked for it has moved to its end, or is gone.
  const newest = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (more > 0) newest.current?.focus({ preventScroll: true });
  }, [more]);
  return (
    <div ref={root} className="reader-plain selectable">
      {pieces.map((piece, n) => (
        <div
          key={n}
          {...(n === 0 ? {} : { className: 'reader-plain-more', tabIndex: -1 })}
          ref={n > 0 && n === pieces.length - 1 ? newest : null}
        >
          <PlainPiece text={piece} flowed={flowed} delsp={delsp} onLink={onLink} onPoint={onPoint} />
        </div>
      ))}
      {text.trim() === '' && <p className="reader-empty-text">{t('reader.emptyText')}</p>}
      {end < text.length && (
        <button type="button" className="reader-fold" onClick={() => setMore(more + 1)}>
          {t(shownEnd(text, more + 1) < text.length ? 'reader.showMore' : 'reader.showRest')}
        </button>
      )}
    </div>
  );
}

/** Not drawn anew when another piece follows it. */
const PlainPiece = memo(function PlainPiece({
  text,
  flowed,
  delsp,
  onLink,
  onPoint,
}: PlainSource & Following) {
  const blocks = useMemo(() => readPlain({ text, flowed, delsp }), [text, flowed, delsp]);
  return blocks.map((block, index) => (
    <PlainBlock key={index} block={block} onLink={onLink} onPoint={onPoint} />
  ));
});

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
