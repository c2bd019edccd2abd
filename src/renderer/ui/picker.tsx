import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface PickerItem {
  readonly id: string;
  readonly content: ReactNode;
  readonly label: string;
  /** Heading shown above the first item of a section. */
  readonly section?: string;
  readonly run: () => void;
}

export interface PickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly items: (typed: string) => readonly PickerItem[];
  readonly empty: (typed: string) => string;
  readonly onDone: () => void;
}

/** Type to narrow, arrows to choose, Enter to take. A combobox with its list always open. */
export function Picker({ label, placeholder, items: find, empty, onDone }: PickerProps) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const items = find(typed);
  const at = Math.min(active, Math.max(0, items.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, typed]);
  const take = (item: PickerItem | undefined): void => {
    if (!item) return;
    onDone();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const last = items.length - 1;
    if (event.key === 'ArrowDown') setActive(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp') setActive(at <= 0 ? last : at - 1);
    else if (event.key === 'PageDown') setActive(Math.min(last, at + 8));
    else if (event.key === 'PageUp') setActive(Math.max(0, at - 8));
    else if (event.key === 'Enter') take(items[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="picker">
      <input
        className="picker-input"
        role="combobox"
        autoFocus
        dir="auto"
        spellCheck={false}
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} className="picker-list" role="listbox" id={`${id}-list`} aria-label={label}>
        {items.map((item, index) => (
          <div key={item.id} role="presentation">
            {item.section && item.section !== items[index - 1]?.section && (
              <div className="picker-section" role="presentation">
                {item.section}
              </div>
            )}
            <div
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              aria-label={item.label}
              className="picker-item"
              onPointerMove={() => {
                if (index !== at) setActive(index);
              }}
              onClick={() => take(item)}
            >
              {item.content}
            </div>
          </div>
        ))}
        {items.length === 0 && <p className="picker-empty">{empty(typed)}</p>}
      </div>
    </div>
  );
}
