import { Editor, getSchema, type JSONContent, mergeAttributes, Node } from '@tiptap/core';
import {
  DOMParser as ModelParser,
  DOMSerializer,
  Fragment,
  type Node as ModelNode,
  Slice,
} from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { t, useT } from '../../../i18n';
import { showToast } from '../../../state/toasts';
import { IconButton, type IconName } from '../../../ui';
import { sanitise, seenOf } from '../../reader';
import { isLargeHtml, isLargeText, type LargePaste } from '../paste/large';
import { fromText, toHtml } from './serialise';

/** An image inside the words; `cid` names the attachment, `preview` lives as long as the window. */
const InlineImage = Node.create({
  name: 'image',
  group: 'inline',
  inline: true,
  draggable: true,
  addAttributes: () => ({
    cid: { default: '' },
    alt: { default: '' },
    preview: { default: null, rendered: false },
  }),
  parseHTML: () => [
    {
      tag: 'img[src^="cid:"]',
      getAttrs: (element) => ({
        cid: decodeURIComponent((element.getAttribute('src') ?? '').slice(4)),
        alt: element.getAttribute('alt') ?? '',
      }),
    },
  ],
  renderHTML: ({ HTMLAttributes, node }) => [
    'img',
    mergeAttributes(
      { alt: String(HTMLAttributes['alt'] ?? '') },
      typeof node.attrs['preview'] === 'string' ? { src: node.attrs['preview'] } : {},
    ),
  ],
});

const extensions = [
  StarterKit.configure({ heading: { levels: [1, 2, 3] }, link: { openOnClick: false, autolink: true } }),
  InlineImage,
];

/**
 * Foreign HTML as model content: sanitised first, then read through the schema; no string of it is ever set as HTML.
 * `cut`: there is more of it than is read.
 */
function holderOf(
  html: string,
  from: 'letter' | 'clipboard' = 'letter',
): { readonly holder: HTMLElement; readonly cut: boolean } {
  const mail = sanitise(html, 'send');
  // What is on the clipboard was seen, whatever the sheet says that came along.
  return { holder: seenOf(from === 'letter' ? mail : { ...mail, rules: [] }), cut: mail.cut };
}

/**
 * Whether what is pasted or dropped is files. Spreadsheets and word processors bring a picture of their words along with
 * them, which nobody wants in their place; a picture copied from a page brings a line of HTML without words.
 */
export function bringsFiles(data: DataTransfer): boolean {
  if (data.files.length === 0) return false;
  const html = data.getData('text/html');
  if (html === '') return true;
  // What is very long is not read for this alone.
  if (isLargeHtml(html) && data.getData('text/plain').trim() !== '') return false;
  return (holderOf(html, 'clipboard').holder.textContent ?? '').trim() === '';
}

export type EditorStart = { readonly html: string } | { readonly text: string };

/** Foreign HTML as the editor would hold it. */
export const modelOf = (html: string): JSONContent =>
  ModelParser.fromSchema(getSchema(extensions)).parse(holderOf(html).holder).toJSON() as JSONContent;

/** Foreign HTML as it goes out: what the editor can hold of it; null when there is more than it reads. */
export function heldHtml(html: string): string | null {
  const { holder, cut } = holderOf(html);
  if (cut) return null;
  return toHtml(ModelParser.fromSchema(getSchema(extensions)).parse(holder).toJSON() as JSONContent);
}

/** Gives the pictures of a model the addresses under which they can be seen. */
export function withImages(node: JSONContent, images: ReadonlyMap<string, string>): JSONContent {
  const preview = node.type === 'image' ? images.get(String(node.attrs?.['cid'] ?? '')) : undefined;
  return {
    ...node,
    ...(preview === undefined ? {} : { attrs: { ...node.attrs, preview } }),
    ...(node.content ? { content: node.content.map((child) => withImages(child, images)) } : {}),
  };
}

/** Writing into an editor from outside of it. */
export interface EditorHandle {
  /** Puts words where one writes, or wrote last; with `focus` one goes on writing there. */
  readonly insert: (doc: JSONContent, focus: boolean) => void;
}

export interface RichEditorProps {
  /** Read once, when the editor is made. */
  readonly start: EditorStart;
  /** Where pictures that are there already can be seen, by Content-ID. Read once. */
  readonly images: ReadonlyMap<string, string>;
  readonly label: string;
  readonly autoFocus: boolean;
  /** Holds the handle for as long as the editor is there. */
  readonly handle?: RefObject<EditorHandle | null>;
  readonly onChange: (doc: JSONContent) => void;
  /** Files pasted or dropped; images among them may become inline. */
  readonly onFiles: (files: readonly File[], insert: (image: Picture) => boolean) => void;
  /** More was pasted or dropped than goes in without being asked about. Without it only words are taken. */
  readonly onLarge?: (paste: LargePaste) => void;
}

function wordsOnly({ asText }: LargePaste): void {
  if (asText === null) showToast({ text: t('compose.largePaste.tooMuch'), tone: 'danger' });
  else asText();
}

/** Simple rich text. Its style sheet is ours (`injectCSS` off), so the page's `style-src 'self'` holds. */
export function RichEditor({
  start,
  images,
  label,
  autoFocus,
  handle,
  onChange,
  onFiles,
  onLarge = wordsOnly,
}: RichEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const calls = useRef({ onChange, onFiles, onLarge });
  const first = useRef({ start, images, label, autoFocus, handle });
  useEffect(() => {
    calls.current = { onChange, onFiles, onLarge };
  }, [onChange, onFiles, onLarge]);

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const { start: from, images: pictures, label: name, autoFocus: focus, handle: held } = first.current;
    /** Pictures that were copied or cut here, and where they can be seen. On the clipboard they have their Content-ID only. */
    const copied = new Map<string, unknown>();
    const made: Editor = new Editor({
      element,
      extensions,
      injectCSS: false,
      autofocus: focus ? 'start' : false,
      // Never a string: the editor would parse it as HTML, which Trusted Types forbid.
      content: fromText('text' in from ? from.text : ''),
      editorProps: {
        attributes: {
          'aria-label': name,
          'aria-multiline': 'true',
          role: 'textbox',
          dir: 'auto',
          class: 'compose-rich-text',
        },
        // An empty line that was copied is one; the editor's own reader drops it.
        clipboardTextParser: (text, $context) => {
          const { schema } = made;
          const marks = $context.marks();
          const lines = text
            .split(/\r\n|\r|\n/)
            .map((line) =>
              schema.nodes['paragraph']?.create(null, line === '' ? null : schema.text(line, marks)),
            );
          return new Slice(Fragment.fromArray(lines.filter((line) => line !== undefined)), 1, 1);
        },
        clipboardSerializer: new DOMSerializer(
          {
            ...DOMSerializer.nodesFromSchema(getSchema(extensions)),
            image: ({ attrs }) => {
              const cid = String(attrs['cid']);
              copied.set(cid, attrs['preview']);
              return ['img', { src: `cid:${encodeURIComponent(cid)}`, alt: String(attrs['alt']) }];
            },
          },
          DOMSerializer.marksFromSchema(getSchema(extensions)),
        ),
        // Before the editor's own handlers: those set foreign HTML as innerHTML, which Trusted Types forbid.
        handleDOMEvents: {
          // The composer's own keys: the editor would swallow the one and break the line at the other.
          keydown: (view, event) =>
            !view.composing &&
            (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))),
          paste: (_view, event) => take(made, event.clipboardData, event),
          drop: (view, event) => view.dragging === null && take(made, event.dataTransfer, event),
        },
      },
      onUpdate: ({ editor: changed }) => calls.current.onChange(changed.getJSON()),
    });
    if ('html' in from) {
      made.commands.setContent(withImages(modelOf(from.html), pictures), { emitUpdate: false });
    }
    setEditor(made);
    if (held)
      held.current = {
        insert: (doc, focuses) => {
          const chain = focuses ? made.chain().focus() : made.chain();
          chain.insertContent(doc.content ?? []).run();
        },
      };
    return () => {
      if (held) held.current = null;
      made.destroy();
    };

    function take(target: Editor, data: DataTransfer | null, event: Event): boolean {
      if (data === null) return false;
      if (bringsFiles(data)) {
        event.preventDefault();
        calls.current.onFiles([...data.files], insertPicture(target));
        return true;
      }
      const html = data.getData('text/html');
      const text = data.getData('text/plain');
      if (html === '' ? isLargeText(text) : isLargeHtml(html)) {
        event.preventDefault();
        const asText = (): void => {
          if (!target.isDestroyed) target.view.pasteText(text);
        };
        calls.current.onLarge({ text, asText: text === '' || isLargeText(text) ? null : asText });
        return true;
      }
      if (html === '') return false;
      const { holder, cut } = holderOf(html, 'clipboard');
      event.preventDefault();
      // More than is read with its look: the words are all there without it.
      if (cut && text !== '') {
        target.view.pasteText(text);
        return true;
      }
      const slice = ModelParser.fromSchema(target.schema).parseSlice(holder);
      const known = new Slice(withCopied(slice.content), slice.openStart, slice.openEnd);
      target.view.dispatch(target.state.tr.replaceSelection(known).scrollIntoView());
      return true;
    }

    /** Pictures that this letter has; another one's are not here. */
    function withCopied(content: Fragment): Fragment {
      const nodes: ModelNode[] = [];
      content.forEach((node) => {
        if (node.type.name !== 'image') nodes.push(node.isLeaf ? node : node.copy(withCopied(node.content)));
        else if (copied.has(String(node.attrs['cid'])))
          nodes.push(
            node.type.create(
              { ...node.attrs, preview: copied.get(String(node.attrs['cid'])) },
              null,
              node.marks,
            ),
          );
      });
      return Fragment.fromArray(nodes);
    }
  }, []);

  return (
    <div className="compose-rich">
      <div ref={host} className="compose-rich-host" />
      {editor !== null && (
        <Toolbar editor={editor} onFiles={(files) => onFiles(files, insertPicture(editor))} />
      )}
    </div>
  );
}

export interface Picture {
  readonly cid: string;
  readonly alt: string;
  readonly preview: string;
}

/** Puts a picture where one writes; false when the editor is gone by the time that it is here. */
const insertPicture =
  (editor: Editor) =>
  (image: Picture): boolean =>
    !editor.isDestroyed && editor.chain().focus().insertContent({ type: 'image', attrs: image }).run();

/** Arrows go from tool to tool (WAI-ARIA, toolbar): only the first is a stop of Tab. */
function alongTools(event: KeyboardEvent<HTMLElement>): void {
  const { currentTarget, target, key } = event;
  const tools = [...currentTarget.querySelectorAll('button')];
  const at = tools.findIndex((tool) => tool === target);
  const forward = getComputedStyle(currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  const step = key === forward ? 1 : key === back ? -1 : 0;
  if (at < 0 || step === 0) return;
  event.preventDefault();
  tools.at((at + step) % tools.length)?.focus();
}

interface Tool {
  readonly id: string;
  readonly icon: IconName;
  readonly keys?: string;
  readonly run: (editor: Editor) => void;
}

const TOOLS: readonly Tool[] = [
  { id: 'bold', icon: 'bold', keys: '$mod+b', run: (editor) => editor.chain().focus().toggleBold().run() },
  {
    id: 'italic',
    icon: 'italic',
    keys: '$mod+i',
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    id: 'underline',
    icon: 'underline',
    keys: '$mod+u',
    run: (editor) => editor.chain().focus().toggleUnderline().run(),
  },
  { id: 'bulletList', icon: 'list', run: (editor) => editor.chain().focus().toggleBulletList().run() },
  {
    id: 'orderedList',
    icon: 'list-numbers',
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  { id: 'blockquote', icon: 'quote', run: (editor) => editor.chain().focus().toggleBlockquote().run() },
];

function Toolbar({
  editor,
  onFiles,
}: {
  readonly editor: Editor;
  readonly onFiles: (files: File[]) => void;
}) {
  const t = useT();
  const picker = useRef<HTMLInputElement>(null);
  const active = useSyncExternalStore(
    (listener) => {
      editor.on('transaction', listener);
      return () => void editor.off('transaction', listener);
    },
    () => TOOLS.map((tool) => (editor.isActive(tool.id) ? '1' : '0')).join(''),
  );
  return (
    <div
      className="compose-tools"
      role="toolbar"
      tabIndex={-1}
      aria-label={t('compose.tools.label')}
      onKeyDown={alongTools}
    >
      {TOOLS.map((tool, index) => (
        <IconButton
          key={tool.id}
          size="small"
          icon={tool.icon}
          label={t(`compose.tools.${tool.id}`)}
          keys={tool.keys}
          pressed={active[index] === '1'}
          excludeFromTabOrder={index > 0}
          onPress={() => tool.run(editor)}
        />
      ))}
      <IconButton
        size="small"
        icon="image"
        label={t('compose.tools.picture')}
        excludeFromTabOrder
        onPress={() => picker.current?.click()}
      />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept="image/png,image/jpeg,image/gif,image/webp"
        aria-label={t('compose.tools.picture')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
