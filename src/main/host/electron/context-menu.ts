import type { ContextMenuParams, MenuItemConstructorOptions, WebContents } from 'electron';
import type { MenuWord } from '@shared/contract/desk';
import type { ElectronApi } from './api';

type Item = MenuItemConstructorOptions;
/** In the reader's language; until a page has said its words, the system's own. */
export type Words = Partial<Readonly<Record<MenuWord, string>>>;

interface Actions {
  copy(text: string): void;
  correct(word: string): void;
  learn(word: string): void;
}

/**
 * What a right click offers where the page has no menu of its own: spelling, the usual commands of text, and the
 * address behind a link, to look at before one opens it. Nothing that goes anywhere.
 */
export function contextMenuTemplate(
  params: Pick<
    ContextMenuParams,
    'isEditable' | 'editFlags' | 'selectionText' | 'linkURL' | 'misspelledWord' | 'dictionarySuggestions'
  >,
  words: Words,
  actions: Actions,
): Item[] {
  const { isEditable, editFlags, selectionText, linkURL, misspelledWord, dictionarySuggestions } = params;
  const role = (name: MenuWord & NonNullable<Item['role']>, enabled: boolean): Item => ({
    role: name,
    enabled,
    ...(words[name] === undefined ? {} : { label: words[name] }),
  });
  const spelling: Item[] =
    misspelledWord === ''
      ? []
      : [
          ...dictionarySuggestions.map((word): Item => ({ label: word, click: () => actions.correct(word) })),
          { label: words.learnWord ?? 'Add to Dictionary', click: () => actions.learn(misspelledWord) },
        ];
  const link: Item[] = /^(https?|mailto):/i.test(linkURL)
    ? [{ label: words.copyLink ?? 'Copy Link', click: () => actions.copy(linkURL.replace(/^mailto:/i, '')) }]
    : [];
  const text: Item[] = isEditable
    ? [
        role('undo', editFlags.canUndo),
        role('redo', editFlags.canRedo),
        { type: 'separator' },
        role('cut', editFlags.canCut),
        role('copy', editFlags.canCopy),
        role('paste', editFlags.canPaste),
        role('pasteAndMatchStyle', editFlags.canPaste),
        { type: 'separator' },
        role('selectAll', editFlags.canSelectAll),
      ]
    : selectionText.trim() === ''
      ? []
      : [role('copy', editFlags.canCopy)];
  return [spelling, link, text]
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' } as const, ...group]));
}

/** Shows it over a page and all frames in it. A page that answers a right click itself never gets here. */
export function offerContextMenu(
  { Menu, clipboard }: Pick<ElectronApi, 'Menu' | 'clipboard'>,
  contents: WebContents,
  words: () => Words,
): void {
  contents.on('context-menu', (_event, params) => {
    const template = contextMenuTemplate(params, words(), {
      copy: (text) => void clipboard.writeText(text),
      correct: (word) => contents.replaceMisspelling(word),
      learn: (word) => contents.session.addWordToSpellCheckerDictionary(word),
    });
    if (template.length > 0) Menu.buildFromTemplate(template).popup();
  });
}
