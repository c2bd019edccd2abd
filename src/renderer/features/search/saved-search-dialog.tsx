import { type FormEvent, useState } from 'react';
import type { SavedSearch } from '@shared/contract/saved-search';
import { isEverything } from '@shared/search/query';
import { useT } from '../../i18n';
import { useAccountConfigs } from '../../state/engine-state';
import { keepSearch, looksNowhere, placeOfSearch } from '../../state/saved-searches';
import { parseTyped } from '../../state/search';
import { type Scope, scopeKey, useSelection } from '../../state/selection';
import { Button, Dialog, Select, TextField } from '../../ui';
import { scopeName } from '../folders';

const EVERYWHERE: Scope = { kind: 'all', account: null };

/** Names a search that is to be kept, or changes one: what it is called, what it looks for and where. */
export function SavedSearchDialog({
  search,
  isNew,
  onClose,
}: {
  readonly search: SavedSearch;
  readonly isNew: boolean;
  readonly onClose: () => void;
}) {
  const t = useT();
  const accounts = useAccountConfigs();
  const [name, setName] = useState(search.name);
  const [text, setText] = useState(search.text);
  const [where, setWhere] = useState(looksNowhere(search) ? EVERYWHERE : search.scope);
  const places: Scope[] = [
    EVERYWHERE,
    ...(accounts.length > 1 ? accounts.map(({ id }): Scope => ({ kind: 'all', account: id })) : []),
  ];
  if (!places.some((scope) => scopeKey(scope) === scopeKey(where))) places.push(where);
  const looksForNothing = isEverything(parseTyped(text).node);
  const isReady = name.trim() !== '' && !looksForNothing;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    const kept: SavedSearch = { id: search.id, name: name.trim(), text: text.trim(), scope: where };
    keepSearch(kept);
    const { place, go } = useSelection.getState();
    // Where one is changed with it.
    if (isNew || (place?.kind === 'mail' && place.saved === search.id)) go(placeOfSearch(kept));
    onClose();
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t(isNew ? 'search.saved.newTitle' : 'search.saved.editTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" form="saved-search" isDisabled={!isReady}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="saved-search" className="form" onSubmit={submit}>
        {isNew && <p className="form-note">{t('search.saved.note')}</p>}
        <TextField label={t('search.saved.name')} value={name} onChange={setName} autoFocus maxLength={200} />
        <TextField
          label={t('search.saved.text')}
          value={text}
          onChange={setText}
          maxLength={800}
          spellCheck="false"
          error={looksForNothing ? t('search.saved.nothing') : undefined}
        />
        <Select
          label={t('search.where.label')}
          value={scopeKey(where)}
          options={places.map((scope) => ({
            id: scopeKey(scope),
            label: placeLabel(scope, t('folders.all')),
          }))}
          onChange={(key) => setWhere(places.find((scope) => scopeKey(scope) === key) ?? EVERYWHERE)}
        />
      </form>
    </Dialog>
  );
}

const placeLabel = (scope: Scope, everywhere: string): string =>
  scope.kind === 'all' && scope.account === null ? everywhere : scopeName(scope);
