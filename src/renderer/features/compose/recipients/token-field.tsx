import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Address } from '@shared/model/message';
import { useT } from '../../../i18n';
import { useView } from '../../../state/connection';
import { isClosed } from '../../../state/engine-state';
import { Icon } from '../../../ui';
import { shownName } from '../../reader';
import { addPeople, isAddress, pastedPeople, readAddresses } from '../checks/addresses';
import { ROOM, shownPeople } from './shown-people';

export interface TokenFieldProps {
  readonly label: string;
  readonly people: readonly Address[];
  readonly onChange: (people: readonly Address[]) => void;
  readonly autoFocus?: boolean;
}

/** People as tokens: typed, pasted or chosen from whom one wrote to before. Everything works from the keyboard. */
export function TokenField({ label, people, onChange, autoFocus = false }: TokenFieldProps) {
  const t = useT();
  const [text, setText] = useState('');
  const [inside, setInside] = useState(autoFocus);
  const [room, setRoom] = useState(ROOM);
  const { found, chosen, setChosen, clear } = useSuggestions(text);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();

  const add = (added: readonly Address[]): void => {
    if (added.length > 0) onChange(addPeople(people, added));
    setText('');
    clear();
  };
  const remove = (index: number): void => {
    onChange(people.filter((_, n) => n !== index));
    input.current?.focus();
  };
  /** Takes a token back to text, to be mended. */
  const edit = (index: number): void => {
    const person = people[index];
    if (person === undefined) return;
    onChange(people.filter((_, n) => n !== index));
    setText(person.name === '' ? person.address : `${person.name} <${person.address}>`);
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const open = found.length > 0;
    if (event.key === 'ArrowDown' && open) setChosen(Math.min(found.length - 1, chosen + 1));
    else if (event.key === 'ArrowUp' && open) setChosen(Math.max(0, chosen - 1));
    else if (event.key === 'Escape' && open) clear();
    else if (
      (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) ||
      (event.key === 'Tab' && text.trim() !== '' && !event.shiftKey)
    ) {
      const choice = found[chosen];
      if (open && choice !== undefined) add([choice]);
      else if (text.trim() !== '') add(readAddresses(text));
      else return;
    } else if ((event.key === ',' || event.key === ';') && endsWithAddress(text)) add(readAddresses(text));
    else if (event.key === 'Backspace' && text === '' && people.length > 0) edit(people.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pasted = pastedPeople(event.currentTarget, event.clipboardData.getData('text/plain'));
    if (pasted === null) return;
    event.preventDefault();
    add(pasted);
  };

  const shown = useMemo(
    () => shownPeople(people, inside, room, ({ address }) => isAddress(address)),
    [people, inside, room],
  );
  const more = shown.length < people.length && (
    <button
      type="button"
      className="compose-token"
      // Where nobody writes it goes as soon as its field has the focus; the field takes that itself.
      tabIndex={inside ? 0 : -1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (inside) setRoom(room + 5 * ROOM);
        input.current?.focus();
      }}
    >
      {t('compose.morePeople', { count: people.length - shown.length })}
    </button>
  );
  return (
    <div
      className="compose-people"
      role="group"
      aria-label={label}
      onFocus={() => setInside(true)}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setInside(false);
        setRoom(ROOM);
        add(readAddresses(text));
      }}
    >
      <span className="compose-label" onClick={() => input.current?.focus()}>
        {label}
      </span>
      <div className="compose-tokens">
        {inside && more}
        {shown.map((index) => {
          const person = people[index];
          return (
            person && (
              <Token
                key={`${person.address} ${index}`}
                person={person}
                onRemove={() => remove(index)}
                onEdit={() => edit(index)}
              />
            )
          );
        })}
        {!inside && more}
        <input
          ref={input}
          className="compose-people-input"
          value={text}
          dir="auto"
          type="text"
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          autoFocus={autoFocus}
          role="combobox"
          aria-label={t('compose.addPerson', { field: label })}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(found.length > 0 ? { 'aria-activedescendant': `${listId}-${chosen}` } : {})}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {inside && found.length > 0 && (
          <ul
            id={listId}
            role="listbox"
            aria-label={t('compose.suggestions')}
            className="compose-suggestions"
          >
            {found.map((person, index) => (
              <li
                key={person.address}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === chosen}
                onMouseDown={(event) => {
                  event.preventDefault();
                  add([person]);
                }}
                onMouseMove={() => setChosen(index)}
              >
                <bdi className="compose-suggestion-name">{shownName(person)}</bdi>
                {person.name !== '' && (
                  <bdi className="compose-suggestion-address" dir="ltr">
                    {person.address}
                  </bdi>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

const endsWithAddress = (text: string): boolean =>
  readAddresses(text).every((person) => isAddress(person.address)) && text.includes('@');

function Token({
  person,
  onRemove,
  onEdit,
}: {
  readonly person: Address;
  readonly onRemove: () => void;
  readonly onEdit: () => void;
}) {
  const t = useT();
  const good = isAddress(person.address);
  const name = shownName(person);
  return (
    <span className={`compose-token${good ? '' : ' compose-token-bad'}`} title={person.address}>
      {!good && <Icon name="notice" size={14} label={t('compose.badAddress')} />}
      <button
        type="button"
        className="compose-token-name"
        onDoubleClick={onEdit}
        onKeyDown={(event) => {
          if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
          else if (event.key === 'Enter') onEdit();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        aria-label={t('compose.person', { name, address: person.address })}
      >
        <bdi>{name}</bdi>
      </button>
      <button
        type="button"
        className="compose-token-remove"
        tabIndex={-1}
        onClick={onRemove}
        aria-label={t('compose.removePerson', { name })}
      >
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}

/** Whom the typed letters may mean. Only the newest question is answered. */
function useSuggestions(text: string) {
  const view = useView();
  const [answer, setAnswer] = useState<{ text: string; found: readonly Address[] }>({ text: '', found: [] });
  const [chosen, setChosen] = useState(0);
  const asked = text.trim();

  useEffect(() => {
    if (asked === '') return undefined;
    const aborter = new AbortController();
    view.api
      .suggest({ text: asked.slice(0, 200), limit: 8 }, { signal: aborter.signal })
      .then((found) => {
        setAnswer({ text: asked, found });
        setChosen(0);
      })
      .catch((error: unknown) => {
        // Without suggestions one types the whole address.
        if (!aborter.signal.aborted && !isClosed(error)) setAnswer({ text: asked, found: [] });
      });
    return () => aborter.abort();
  }, [view, asked]);

  return {
    found: asked !== '' && answer.text === asked ? answer.found : [],
    chosen,
    setChosen,
    clear: () => setAnswer({ text: '', found: [] }),
  };
}
