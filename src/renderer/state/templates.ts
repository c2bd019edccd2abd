import type { TemplateEntry } from '@shared/contract/templates';
import type { DraftId } from '@shared/model/ids';
import { t } from '../i18n';
import { accountHere } from './account-here';
import { session } from './connection';
import { errorText } from './errors';
import { useSelection } from './selection';
import { showToast } from './toasts';
import { typeAhead } from './type-ahead';

/** Letters that were begun from a template, until their composer has put it into them. */
const begun = new Map<DraftId, string>();

/** The template that a letter was begun from; told once. */
export function takeTemplate(draft: DraftId): string | null {
  const template = begun.get(draft) ?? null;
  begun.delete(draft);
  return template;
}

/** Opens a composer with a letter from a template, from the account one is in. */
export function startFromTemplate({ id, name }: Pick<TemplateEntry, 'id' | 'name'>): void {
  typeAhead(session().engine.api.newDraft({ account: accountHere(), to: '' }))
    .then((draft) => {
      begun.set(draft.id, id);
      useSelection.getState().openComposer(draft.id);
    })
    .catch((error: unknown) =>
      showToast({ text: `${t('templates.started', { name })} ${errorText(error)}`, tone: 'danger' }),
    );
}
