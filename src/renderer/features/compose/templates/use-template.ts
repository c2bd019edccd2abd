import { type RefObject, useEffect, useRef } from 'react';
import type { Identity } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import type { TemplateContent } from '@shared/contract/templates';
import { MailError } from '@shared/errors/mail-error';
import { t } from '../../../i18n';
import { useEngine } from '../../../state/connection';
import { errorText } from '../../../state/errors';
import { takeTemplate } from '../../../state/templates';
import { showToast } from '../../../state/toasts';
import { type EditorHandle, modelOf, withImages } from '../editor/rich-editor';
import { toHtml, toText } from '../editor/serialise';
import type { OpenDraft } from '../use-draft';
import type { Formatting } from '../use-formatting';
import { fill, fillable, fillModel, type PlaceholderFacts } from './placeholders';
import { besides, templateModel, wordsWith } from './template-content';

export interface TemplateUse {
  /** Puts a template where one writes. */
  readonly insert: (id: string) => void;
  /** Placeholders in the letter that could be filled now, as they are written. */
  readonly fillable: readonly string[];
  readonly fillNow: () => void;
}

/**
 * Templates in one letter. One that the letter was begun from is put into it once.
 * @param caret where one wrote last in a plain letter
 */
export function useTemplate(
  { id, content, edit }: OpenDraft,
  identity: Identity | null,
  formatting: Formatting,
  editor: RefObject<EditorHandle | null>,
  caret: RefObject<number>,
): TemplateUse {
  const engine = useEngine();
  const newest = useRef({ content, formatting, identity });
  useEffect(() => {
    newest.current = { content, formatting, identity };
  }, [content, formatting, identity]);
  const facts = factsOf(content, identity);

  const put = async (template: TemplateContent, focus: boolean): Promise<void> => {
    const images = template.attachments.filter(({ contentId }) => contentId !== null);
    const seen = images.length === 0 ? [] : await engine.ask.pictures({ files: images });
    const { content: now, formatting: how, identity: me } = newest.current;
    const known = factsOf(now, me);
    edit(besides(template, known));
    if (how.rich && editor.current !== null) {
      const doc = fillModel(templateModel(template), known);
      const shown = withImages(doc, new Map(seen.map(({ contentId, url }) => [contentId, url])));
      editor.current.insert(shown, focus);
      return;
    }
    const words = wordsWith(now, how.rich, me, template, known, caret.current);
    edit(words);
    if (words.html !== null) how.replace(words);
    caret.current += words.text.length - now.text.length;
  };
  /** A letter that was begun from one is first addressed: the focus stays there. */
  const insert = (template: string, begun: boolean): void => {
    engine.ask
      .template({ id: template })
      .then((found) => {
        if (found === null)
          throw new MailError({ kind: 'refused', code: 'template-gone', message: 'It was removed' });
        return put(found.content, !begun);
      })
      .catch((error: unknown) =>
        showToast({ text: `${t('templates.notInserted')} ${errorText(error)}`, tone: 'danger' }),
      );
  };
  const first = useRef(insert);
  useEffect(() => {
    const template = takeTemplate(id);
    if (template !== null) first.current(template, true);
  }, [id]);

  return {
    insert: (template) => insert(template, false),
    fillable: fillable(wordsOf(content), facts),
    fillNow: () => {
      const subject = fill(content.subject, facts);
      if (content.html === null) {
        const text = fill(content.text, facts);
        edit({ subject, text });
        if (formatting.rich) formatting.replace({ text, html: null });
        return;
      }
      const doc = fillModel(modelOf(content.html), facts);
      const words = { text: toText(doc), html: toHtml(doc) };
      edit({ subject, ...words });
      formatting.replace(words);
    },
  };
}

const wordsOf = ({ subject, text }: DraftContent): string => `${subject}\n${text}`;

const factsOf = (content: DraftContent, identity: Identity | null): PlaceholderFacts => ({
  to: content.to,
  me: identity,
});
