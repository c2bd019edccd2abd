import type { Identity } from '@shared/contract/account';
import type { DraftAttachment, DraftContent } from '@shared/contract/compose';
import type { TemplateContent } from '@shared/contract/templates';
import { picturesIn } from '@shared/model/inline-picture';
import type { JSONContent } from '@tiptap/core';
import { modelOf } from '../editor/rich-editor';
import { fromText, hasFormatting, toHtml, toText } from '../editor/serialise';
import { richSignatureIn, withSignatureOf } from '../signature';
import { fill, fillModel, type PlaceholderFacts } from './placeholders';

/**
 * A letter as a template: without whom it goes to, what it answers and the signature, which every letter has already.
 * Words without formatting are kept plain, so that they fit into either kind of letter.
 */
export function templateOf(content: DraftContent, identity: Identity | null): TemplateContent {
  const unsigned =
    identity === null
      ? content
      : withSignatureOf(content, identity, {
          ...identity,
          signature: '',
          signatureHtml: '',
          signaturePictures: [],
        });
  return templateFrom(
    content.subject,
    unsigned.html === null ? fromText(unsigned.text.trimEnd()) : trimmed(modelOf(unsigned.html)),
    unsigned.attachments,
  );
}

/** What was written in the editor as a template, with the pictures that are in it. */
export function templateFrom(
  subject: string,
  doc: JSONContent,
  files: readonly DraftAttachment[],
): TemplateContent {
  const html = hasFormatting(doc) ? toHtml(doc) : null;
  const shown = picturesIn(html ?? '');
  return {
    subject,
    text: toText(doc),
    html,
    attachments: files.filter(({ contentId }) => contentId === null || shown.has(contentId)),
  };
}

/** A template's words in the editor's model. */
export const templateModel = ({ html, text }: Pick<TemplateContent, 'html' | 'text'>): JSONContent =>
  html === null ? fromText(text) : modelOf(html);

/** Subject and files of a letter once a template is in it. A subject that is there stays. */
export const besides = (
  template: TemplateContent,
  facts: PlaceholderFacts,
): ((now: DraftContent) => Pick<DraftContent, 'subject' | 'attachments'>) => {
  const known = (file: DraftAttachment, files: readonly DraftAttachment[]): boolean =>
    files.some((one) =>
      file.contentId === null
        ? one.contentId === null && one.blob === file.blob && one.name === file.name
        : one.contentId === file.contentId,
    );
  return ({ subject, attachments }) => ({
    subject: subject.trim() === '' ? fill(template.subject, facts) : subject,
    attachments: [...attachments, ...template.attachments.filter((file) => !known(file, attachments))],
  });
};

/**
 * The words of a letter once a template is in them, at `caret` of its plain text. A letter with formatting, which has no
 * such place while its editor is not there, begins with the template; a plain one gets formatting if the template has.
 */
export function wordsWith(
  content: DraftContent,
  rich: boolean,
  identity: Identity | null,
  template: TemplateContent,
  facts: PlaceholderFacts,
  caret: number,
): Pick<DraftContent, 'text' | 'html'> {
  if (!rich && template.html === null)
    return {
      text: content.text.slice(0, caret) + fill(template.text, facts) + content.text.slice(caret),
      html: null,
    };
  const inserted = fillModel(templateModel(template), facts).content ?? [];
  const text = (part: string): JSONContent[] => (part === '' ? [] : (fromText(part).content ?? []));
  const around = (): { before: JSONContent[]; after: JSONContent[] } => {
    if (!rich && caret > 0)
      return { before: text(content.text.slice(0, caret)), after: text(content.text.slice(caret)) };
    const signed = rich || identity === null ? content : (richSignatureIn(content, identity) ?? content);
    const [first, ...rest] = templateModel(signed).content ?? [];
    // The empty line that a new letter begins with is where one would have written.
    return { before: [], after: first === undefined || isEmpty(first) ? rest : [first, ...rest] };
  };
  const { before, after } = around();
  const doc: JSONContent = { type: 'doc', content: [...before, ...inserted, ...after] };
  return { text: toText(doc), html: toHtml(doc) };
}

const isEmpty = ({ type, content = [] }: JSONContent): boolean =>
  type === 'paragraph' && content.every((node) => node.type === 'hardBreak');

/** Without the empty lines that stood above a signature. */
function trimmed(doc: JSONContent): JSONContent {
  const content = [...(doc.content ?? [])];
  while (content.length > 1 && isEmpty(content.at(-1) ?? {})) content.pop();
  return { ...doc, content };
}
