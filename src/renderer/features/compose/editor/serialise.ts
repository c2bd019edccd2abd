import { isSignaturePicture } from '@shared/model/inline-picture';
import type { JSONContent } from '@tiptap/core';

/**
 * The editor's model as HTML and as text for sending. Only what is listed here ever leaves: the model is walked, its DOM
 * is not read.
 */
export function toHtml(doc: JSONContent): string {
  return (doc.content ?? []).map(block).join('');
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function block(node: JSONContent): string {
  const inner = (): string => (node.content ?? []).map(block).join('');
  switch (node.type) {
    case 'paragraph': {
      const words = inner();
      return `<p>${words === '' ? '<br>' : words}</p>`;
    }
    case 'heading':
      return `<h${level(node)}>${inner()}</h${level(node)}>`;
    case 'bulletList':
      return `<ul>${inner()}</ul>`;
    case 'orderedList': {
      const start = Number(node.attrs?.['start'] ?? 1);
      return Number.isInteger(start) && start !== 1
        ? `<ol start="${start}">${inner()}</ol>`
        : `<ol>${inner()}</ol>`;
    }
    case 'listItem':
      return `<li>${inner()}</li>`;
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>`;
    case 'codeBlock':
      return `<pre><code>${inner()}</code></pre>`;
    case 'horizontalRule':
      return '<hr>';
    case 'hardBreak':
      return '<br>';
    case 'image':
      return image(node);
    case 'text':
      return marked(escape(node.text ?? ''), node.marks ?? []);
    default:
      return inner();
  }
}

const level = (node: JSONContent): number =>
  Math.min(3, Math.max(1, Number(node.attrs?.['level'] ?? 1) || 1));

function image(node: JSONContent): string {
  const cid = String(node.attrs?.['cid'] ?? '');
  if (cid === '') return '';
  // RFC 2392 §2: an id may have any character, and is written as a part of an address.
  const id = encodeURIComponent(cid.replace(/\p{Surrogate}/gu, ''))
    .replaceAll('%40', '@')
    .replaceAll("'", '%27');
  return `<img src="cid:${id}" alt="${escape(String(node.attrs?.['alt'] ?? ''))}">`;
}

const TAGS: Readonly<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strike: 's',
  code: 'code',
};

function marked(text: string, marks: NonNullable<JSONContent['marks']>): string {
  return marks.reduce((inner, mark) => {
    if (mark.type === 'link') {
      const href = String(mark.attrs?.['href'] ?? '');
      return /^(?:https?|mailto|tel):/i.test(href) ? `<a href="${escape(href)}">${inner}</a>` : inner;
    }
    const tag = TAGS[mark.type];
    return tag === undefined ? inner : `<${tag}>${inner}</${tag}>`;
  }, text);
}

/** Plain words of the model, for the text part and for searching. */
export function toText(doc: JSONContent): string {
  return blocks(doc.content ?? [], '')
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
}

function blocks(nodes: readonly JSONContent[], indent: string): string[] {
  return nodes.flatMap((node, index): string[] => {
    const gap = index < nodes.length - 1 && indent === '' ? [''] : [];
    switch (node.type) {
      case 'bulletList':
        return [...(node.content ?? []).flatMap((item) => listItem(item, '- ', indent)), ...gap];
      case 'orderedList': {
        const start = Number(node.attrs?.['start'] ?? 1);
        return [
          ...(node.content ?? []).flatMap((item, n) => listItem(item, `${start + n}. `, indent)),
          ...gap,
        ];
      }
      case 'blockquote':
        return [...blocks(node.content ?? [], '').map((line) => `> ${line}`.trimEnd()), ...gap];
      case 'horizontalRule':
        return ['---', ...gap];
      case 'paragraph':
        // Two paragraphs typed one under the other are two lines, as they look in the editor.
        return [indent + inline(node)];
      default:
        return [indent + inline(node), ...gap];
    }
  });
}

function listItem(item: JSONContent, sign: string, indent: string): string[] {
  const [first = '', ...rest] = blocks(item.content ?? [], ' ').map((line) => line.replace(/^ /, ''));
  return [
    indent + sign + first,
    ...rest.filter((line) => line !== '').map((line) => `${indent}${' '.repeat(sign.length)}${line}`),
  ];
}

function inline(node: JSONContent): string {
  return (node.content ?? [])
    .map((child) => {
      if (child.type === 'hardBreak') return '\n';
      // A logo says nothing that the words beside it do not.
      if (child.type === 'image')
        return isSignaturePicture(String(child.attrs?.['cid'] ?? ''))
          ? ''
          : `[${String(child.attrs?.['alt'] ?? '')}]`;
      const href: unknown = child.marks?.find((mark) => mark.type === 'link')?.attrs?.['href'];
      const text = child.text ?? inline(child);
      return typeof href === 'string' && href !== text && href !== `mailto:${text}` && /^https?:/i.test(href)
        ? `${text} <${href}>`
        : text;
    })
    .join('');
}

/** A model of plain words, one paragraph a line. */
export const fromText = (text: string): JSONContent => ({
  type: 'doc',
  content: text
    .split('\n')
    .map((line) =>
      line === '' ? { type: 'paragraph' } : { type: 'paragraph', content: [{ type: 'text', text: line }] },
    ),
});

/** Whether the model has anything that plain text would lose. */
export function hasFormatting(doc: JSONContent): boolean {
  const plain =
    doc.type === 'doc' || doc.type === 'paragraph' || doc.type === 'text' || doc.type === 'hardBreak';
  return !plain || (doc.marks?.length ?? 0) > 0 || (doc.content ?? []).some(hasFormatting);
}
