import type { QuoteWords, ReplyMode } from '@shared/contract/compose';
import type { MessageRef } from '@shared/model/ids';
import { locale, t } from '../i18n';
import { session } from './connection';
import { errorText } from './errors';
import { useSelection } from './selection';
import { showToast } from './toasts';
import { typeAhead } from './type-ahead';

/** The words around a quotation; what the engine knows is put in the place of the marks. */
const quoteWords = (): QuoteWords => ({
  locale: locale(),
  attribution: t('compose.quoting.attribution', { when: '{{when}}', who: '{{who}}' }),
  forwarded: t('compose.quoting.forwarded'),
  from: t('compose.quoting.from'),
  date: t('compose.quoting.date'),
  subject: t('compose.quoting.subject'),
  to: t('compose.quoting.to'),
  cc: t('compose.quoting.cc'),
});

/** The three ways in which a message is answered wherever it is listed: the command, its icon and its key. */
export const ANSWERS = [
  { id: 'reply', mode: 'reply', icon: 'reply', key: 'r' },
  { id: 'replyAll', mode: 'reply-all', icon: 'reply-all', key: 'a' },
  { id: 'forward', mode: 'forward', icon: 'forward', key: 'f' },
] as const;

/** Makes a draft that answers, forwards or repeats a message, and opens it. */
export function answer(message: { readonly ref: MessageRef }, mode: ReplyMode): void {
  typeAhead(session().engine.api.replyDraft({ ref: message.ref, mode, words: quoteWords() }))
    .then((draft) => useSelection.getState().openComposer(draft.id))
    .catch((error: unknown) =>
      showToast({ text: `${t('reader.writeFailed')} ${errorText(error)}`, tone: 'danger' }),
    );
}
