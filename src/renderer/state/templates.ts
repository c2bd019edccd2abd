import type { TemplateEntry } from '@shared/contract/templates';
import type { DraftId } from '@shared/model/ids';
import { t } from '../i18n';
import { accountHere } from './account-here';
import { session } from './connection';
import { errorText } from './errors';
import { useSelection } from './selection';
import { showToast } from './toasts';

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
  session()
    .engine.api.newDraft({ account: accountHere(), to: '' })
    .then((draft) => {
      begun.set(draft.id, id);
      useSelection.getState().openComposer(draft.id);
    })
    .catch((error: unknown) =>
      showToast({ text: `${t('templates.started', { name })} ${errorText(error)}`, tone: 'danger' }),
    );
}

/** Removes a template; it can be brought back for as long as that is said. */
export function removeTemplate({ id, name }: Pick<TemplateEntry, 'id' | 'name'>): void {
  const { api } = session().engine;
  const failed = (error: unknown): void => void showToast({ text: errorText(error), tone: 'danger' });
  api
    .removeTemplate({ id })
    .then(() =>
      showToast({
        text: t('templates.removed', { name }),
        action: { label: t('common.undo'), run: () => void api.restoreTemplate({ id }).catch(failed) },
      }),
    )
    .catch(failed);
}
