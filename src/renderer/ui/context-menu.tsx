import { type ReactNode, useRef, useState } from 'react';
import { type MenuEntry, MenuPopover } from './menu';

interface OpenMenu {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** A context menu: call `open` with where and what, render `menu`. */
export function useContextMenu(): {
  readonly open: (
    at: { clientX: number; clientY: number },
    label: string,
    entries: readonly MenuEntry[],
  ) => void;
  readonly menu: ReactNode;
} {
  const [shown, setShown] = useState<OpenMenu | null>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  return {
    open: ({ clientX: x, clientY: y }, label, entries) => {
      if (entries.length > 0) setShown({ x, y, label, entries });
    },
    menu: (
      <>
        <span
          ref={anchor}
          className="ui-context-anchor"
          style={shown ? { left: shown.x, top: shown.y } : {}}
          aria-hidden
        />
        {shown && (
          <MenuPopover
            key={`${shown.x}:${shown.y}`}
            isOpen
            onOpenChange={(isOpen) => {
              if (!isOpen) setShown(null);
            }}
            triggerRef={anchor}
            placement="bottom start"
            offset={0}
            label={shown.label}
            entries={shown.entries}
          />
        )}
      </>
    ),
  };
}
