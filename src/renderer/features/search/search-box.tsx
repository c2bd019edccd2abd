import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { MailboxView } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { isClosed, useAccountConfigs, useEngineState, useSettings } from '../../state/engine-state';
import { useList, moveTo } from '../../state/list';
import { forgetSearches, rememberSearch, useRecentSearches } from '../../state/search';
import { searchOnServer } from '../../state/server-search';
import { useSelection } from '../../state/selection';
import { Icon, IconButton, type IconName, Keys } from '../../ui';
import { mailboxLabel } from '../folders';
import { offeredTags, tagLabel } from '../tags';
import { type Suggestion, suggestionsFor, wantedPerson } from './suggestions';

const MAX_PEOPLE = 6;

/**
 * Searches as one types. Down goes into the suggestions, or to the results where there are none; Enter to the results;
 * Shift+Enter asks the servers; Esc closes the suggestions, then clears, then leaves.
 * @param toResults moves the focus to the list.
 */
export function SearchBox({ toResults }: { readonly toResults: () => void }) {
  const t = useT();
  const text = useSelection((state) => state.text);
  const search = useSelection((state) => state.search);
  const searchable = useSelection((state) => state.place !== null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  /** The text that suggestions were wanted for: with any other they are gone. */
  const [openFor, setOpenFor] = useState<string | null>(null);
  const open = openFor === text;
  const [active, setActive] = useState(-1);
  const items = useSuggestions(text, open);
  const shown = open && items.length > 0;
  const at = Math.min(active, items.length - 1);

  const take = ({ kind, text: next }: Suggestion): void => {
    if (kind === 'forget') {
      forgetSearches();
      return;
    }
    search(kind === 'value' ? `${next} ` : next);
    setActive(-1);
    setOpenFor(kind === 'operator' ? next : null);
    input.current?.focus();
  };
  const leave = (openFirst: boolean): void => {
    rememberSearch(text);
    setOpenFor(null);
    toResults();
    moveTo(0, openFirst);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const item = shown ? items[at] : undefined;
    if (event.key === 'Escape') {
      if (shown) setOpenFor(null);
      else if (text) search('');
      else toResults();
    } else if (event.key === 'ArrowDown') {
      if (shown) setActive(at + 1 >= items.length ? 0 : at + 1);
      else if (text.trim() === '') setOpenFor(text);
      else leave(false);
    } else if (event.key === 'ArrowUp' && shown) setActive(at <= 0 ? items.length - 1 : at - 1);
    else if (event.key === 'Enter' && event.shiftKey) {
      const { window } = useList.getState();
      rememberSearch(text);
      if (window && window.query.text !== '') void searchOnServer(window.query);
    } else if (event.key === 'Enter') {
      if (item) take(item);
      else leave(true);
    } else if (event.key === 'Tab' && item) take(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="search"
      role="search"
      onFocus={aboutToSearch}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpenFor(null);
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        className="search-input"
        data-region="search"
        value={text}
        disabled={!searchable}
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        aria-label={t('search.label')}
        aria-expanded={shown}
        aria-autocomplete="list"
        aria-controls={shown ? `${id}-list` : undefined}
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        placeholder={searchable ? t('search.placeholder') : ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          search(value);
          setActive(-1);
          // Emptied is finished: the list that comes back is not to be covered.
          setOpenFor(value === '' ? null : value);
        }}
        onClick={() => setOpenFor(text)}
        onKeyDown={onKeyDown}
      />
      {text ? (
        <IconButton
          size="small"
          icon="close"
          label={t('search.clear')}
          keys="Escape"
          onPress={() => search('')}
        />
      ) : (
        searchable && <Keys binding="/" />
      )}
      {shown && <Suggestions id={id} items={items} active={at} onTake={take} onHover={setActive} />}
    </div>
  );
}

/** The first letter of all then finds in memory what is looked through. Without it the search reads it itself. */
function aboutToSearch(): void {
  session()
    .view.api.suggest({ text: '', limit: 1 })
    .catch(() => undefined);
}

const NO_MAILBOXES: readonly MailboxView[] = [];

function useSuggestions(text: string, open: boolean): readonly Suggestion[] {
  const recent = useRecentSearches();
  const mailboxes = useEngineState((state) => (open ? state.mailboxes : NO_MAILBOXES));
  const accounts = useAccountConfigs();
  const { ui } = useSettings();
  const people = usePeople(open ? wantedPerson(text) : null);
  return useMemo(() => {
    if (!open) return [];
    const folders = [...new Set(mailboxes.map((mailbox) => mailboxLabel(mailbox)))];
    const tags = offeredTags(ui, []).flatMap((keyword) => tagLabel(keyword) ?? []);
    const labels = accounts.map(({ label }) => label);
    return suggestionsFor(text, { recent, folders, accounts: labels, tags, people });
  }, [text, open, recent, mailboxes, accounts, ui, people]);
}

type People = readonly { readonly name: string; readonly address: string }[];
const NOBODY: People = [];

function usePeople(wanted: string | null): People {
  const [found, setFound] = useState<{ readonly wanted: string; readonly people: People } | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    let over = false;
    session()
      .view.api.suggest({ text: wanted, limit: MAX_PEOPLE })
      .then((people) => {
        if (!over) setFound({ wanted, people });
      })
      .catch((error: unknown) => {
        // Suggestions are a help: without them one types on.
        if (!isClosed(error) && !over) setFound(null);
      });
    return () => {
      over = true;
    };
  }, [wanted]);
  return wanted !== null && found ? found.people : NOBODY;
}

const ICONS: Readonly<Record<Suggestion['kind'], IconName>> = {
  operator: 'search',
  value: 'search',
  recent: 'pending',
  forget: 'close',
};

function Suggestions({
  id,
  items,
  active,
  onTake,
  onHover,
}: {
  readonly id: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onTake: (item: Suggestion) => void;
  readonly onHover: (index: number) => void;
}) {
  const t = useT();
  return (
    <div id={`${id}-list`} className="search-suggestions" role="listbox" aria-label={t('search.suggestions')}>
      {items.map((item, i) => {
        const hint: ReactNode = item.hint === '' ? null : t(`search.hint.${item.hint}`);
        return (
          <div
            key={`${item.kind} ${item.text}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            className="search-suggestion"
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(item)}
            onPointerMove={() => onHover(i)}
          >
            <Icon name={ICONS[item.kind]} size={14} />
            <span className="search-suggestion-text truncate" dir="auto">
              {item.kind === 'forget' ? t('search.forget') : item.shown}
            </span>
            {hint !== null && <span className="search-suggestion-hint truncate">{hint}</span>}
          </div>
        );
      })}
    </div>
  );
}
