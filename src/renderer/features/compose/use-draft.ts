import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft, DraftContent } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import { useEngine } from '../../state/connection';
import { beforeClosing } from '../../state/last-words';
import { isClosed } from '../../state/engine-state';
import { t } from '../../i18n';
import { type Failure, failureOf } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { sanitise, serialise } from '../reader';
import { heldHtml } from './editor/rich-editor';
import { DraftSaver, type SaveState } from './draft-saver';

export interface OpenDraft {
  /** Another than was opened when somebody else saved meanwhile: both are kept. */
  readonly id: DraftId;
  readonly content: DraftContent;
  readonly state: SaveState;
  readonly saver: DraftSaver;
  readonly edit: Edit;
}

/** Changes a draft. What builds on what is there (one more attachment) is told as a function of it: two may come at once. */
type Edit = (change: Partial<DraftContent> | ((now: DraftContent) => Partial<DraftContent>)) => void;

export type DraftLoad =
  | { readonly kind: 'loading' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | ({ readonly kind: 'open' } & OpenDraft);

interface Opened {
  readonly id: DraftId;
  readonly saver: DraftSaver;
  readonly content: DraftContent;
}

/** Loads a draft for writing and keeps it durable. Nothing is saved before the person does something. */
export function useDraft(id: DraftId): DraftLoad {
  const engine = useEngine();
  const [load, setLoad] = useState<'loading' | 'gone' | Failure | Opened>('loading');
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: 0 });
  const latest = useRef<Opened | null>(null);

  useEffect(() => {
    const aborter = new AbortController();
    const open = (draft: Draft): void => {
      const content = madeSafe(draft.content);
      const saver = new DraftSaver(
        { ...draft, content },
        {
          save: async (base, content) => {
            const current = latest.current?.id ?? id;
            const saved = await engine.api.saveDraft({ id: current, base, content });
            if (saved.id !== current && latest.current !== null) {
              latest.current = { ...latest.current, id: saved.id };
              setLoad(latest.current);
              showToast({ text: t('compose.savedBeside') });
            }
            return saved;
          },
          after: (ms, run) => {
            const timer = setTimeout(run, ms);
            return () => clearTimeout(timer);
          },
          changed: setState,
        },
      );
      latest.current = { id, saver, content };
      setState({ kind: 'saved', at: draft.savedAt });
      setLoad(latest.current);
    };
    engine.ask
      .draft({ id }, { signal: aborter.signal })
      .then((draft) => (draft === null ? setLoad('gone') : open(draft)))
      .catch((error: unknown) => {
        if (!aborter.signal.aborted && !isClosed(error)) setLoad(failureOf(error));
      });
    const save = async (): Promise<void> => latest.current?.saver.flush();
    const flush = (): void => {
      // Failing is shown by the state; there is nobody to tell when the page goes away.
      save().catch(() => undefined);
    };
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') flush();
    };
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    const takeOff = beforeClosing(save);
    return () => {
      aborter.abort();
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('blur', flush);
      window.removeEventListener('pagehide', flush);
      takeOff();
      flush();
    };
  }, [engine, id]);

  const edit = useCallback<Edit>((change) => {
    const now = latest.current;
    if (now === null) return;
    const content = {
      ...now.content,
      ...(typeof change === 'function' ? change(now.content) : change),
    };
    latest.current = { ...now, content };
    setLoad(latest.current);
    now.saver.edit(content);
  }, []);

  if (load === 'loading' || load === 'gone') return { kind: load };
  if ('code' in load) return { kind: 'failed', failure: load };
  return { kind: 'open', id: load.id, content: load.content, saver: load.saver, state, edit };
}

/**
 * A draft as its window begins with it: foreign HTML (a quoted original, a letter to be edited as new, one that another program
 * wrote) as the sanitiser and the editor leave it. What is seen is what is sent, edited or not: no scripts, no style sheets,
 * nothing hidden (security.md §1.4, S-06). Where there is more than they read, the plain words are all there.
 */
export function madeSafe(content: DraftContent): DraftContent {
  const { html, quote } = content;
  return {
    ...content,
    html: html === null ? null : heldHtml(html),
    quote: quote === null || quote.html === null ? quote : { ...quote, html: safeQuote(quote.html) },
  };
}

function safeQuote(html: string): string | null {
  const mail = sanitise(html, 'send');
  return mail.cut ? null : serialise(mail);
}
