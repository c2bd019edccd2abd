import type { Mailto } from '@shared/util/mailto';
import { accountHere } from '../state/account-here';
import { session } from '../state/connection';
import { useSelection } from '../state/selection';
import { typeAhead } from '../state/type-ahead';

/** Opens a composer with a new letter, from the account one is in. Nothing of the wish is sent by itself. */
export async function compose(wish: Partial<Mailto> = {}): Promise<void> {
  const { api } = session().engine;
  const { openComposer } = useSelection.getState();
  const draft = await typeAhead(api.newDraft({ account: accountHere(), to: (wish.to ?? []).join(', ') }));
  const { cc = [], bcc = [], subject = '', body = '' } = wish;
  if (cc.length + bcc.length > 0 || subject !== '' || body !== '') {
    const people = (list: readonly string[]): { name: string; address: string }[] =>
      list.map((address) => ({ name: '', address }));
    const { content } = draft;
    await api.saveDraft({
      id: draft.id,
      base: draft.version,
      content: {
        ...content,
        cc: people(cc),
        bcc: people(bcc),
        subject,
        text: body + content.text,
        html: content.html === null ? null : paragraphs(body) + content.html,
      },
    });
  }
  openComposer(draft.id);
}

/** Plain words as the editor's own paragraphs; nothing in them is markup. */
const paragraphs = (text: string): string =>
  text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => `<p>${escape(line)}</p>`)
        .join('');

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
