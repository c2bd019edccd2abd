import { useState } from 'react';
import type { Identity } from '@shared/contract/account';
import type { DraftAttachment, DraftContent } from '@shared/contract/compose';
import { updateSettings, useSettings } from '../../state/engine-state';
import type { EditorStart } from './editor/rich-editor';
import { fromText, toHtml } from './editor/serialise';
import { richSignatureIn } from './signature';

/** What plain text left out, until the message is sent. */
interface Lost {
  readonly html: string;
  readonly text: string;
  readonly pictures: number;
}

export interface Formatting {
  readonly rich: boolean;
  /** What the editor begins with; `key` changes when it must begin anew. */
  readonly start: EditorStart;
  readonly key: number;
  readonly lost: Lost | null;
  readonly switchTo: (rich: boolean) => void;
  /** Undoes the loss; what was typed since follows it. */
  readonly bringBack: () => void;
  /** The content was replaced from outside: an earlier version, another signature. */
  readonly replace: (content: Pick<DraftContent, 'text' | 'html'>) => void;
}

/** Whether a message is written with formatting, and the way back from plain text. */
export function useFormatting(
  content: DraftContent,
  edit: (change: Partial<DraftContent>) => void,
  identity: Identity | null,
): Formatting {
  const settings = useSettings();
  const [rich, setRich] = useState(content.html !== null || settings.ui['composeRich'] === true);
  const [begin, setBegin] = useState(() => ({ start: startOf(content), key: 0 }));
  const [lost, setLost] = useState<Lost | null>(null);
  const replace = (next: Pick<DraftContent, 'text' | 'html'>): void => {
    // Words with formatting are never shown as plain ones: what is typed then would not be what is sent.
    if (next.html !== null) setRich(true);
    setBegin((old) => ({ start: startOf(next), key: old.key + 1 }));
  };
  return {
    rich,
    start: begin.start,
    key: begin.key,
    // Once more was changed than added there is no telling where the formatting belongs.
    lost: lost !== null && content.text.startsWith(lost.text) ? lost : null,
    switchTo(toRich) {
      if (toRich) {
        const signed = identity === null ? null : richSignatureIn(content, identity);
        if (signed !== null) edit(signed);
        replace(signed ?? { text: content.text, html: null });
      } else {
        const { html } = content;
        // The pictures stay with the draft, so that they can come back; plain text goes out without them.
        setLost(
          html === null || html === toHtml(fromText(content.text))
            ? null
            : { html, text: content.text, pictures: content.attachments.filter(isPicture).length },
        );
        edit({ html: null });
      }
      setRich(toRich);
      updateSettings({ ui: { ...settings.ui, composeRich: toRich } });
    },
    bringBack() {
      if (lost === null) return;
      const added = content.text.slice(lost.text.length);
      const html = lost.html + (added.trim() === '' ? '' : toHtml(fromText(added.replace(/^\n/, ''))));
      edit({ html });
      replace({ text: content.text, html });
      setLost(null);
      setRich(true);
      updateSettings({ ui: { ...settings.ui, composeRich: true } });
    },
    replace,
  };
}

const isPicture = (file: DraftAttachment): boolean => file.contentId !== null;

const startOf = ({ html, text }: Pick<DraftContent, 'text' | 'html'>): EditorStart =>
  html !== null ? { html } : { text };
