import { type PointerEvent, useRef } from 'react';

export interface SplitterProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** While it moves. */
  readonly onChange: (value: number) => void;
  /** When it was let go: time to remember. */
  readonly onEnd?: () => void;
}

const STEP = 16;

/** The line between two panes; resizes the pane before it. Arrow keys work, too. */
export function Splitter({ label, value, min, max, onChange, onEnd }: SplitterProps) {
  const start = useRef<{ x: number; value: number; sign: number } | null>(null);
  const clamp = (wanted: number): number => Math.round(Math.min(max, Math.max(min, wanted)));
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    if (!start.current) return;
    start.current = null;
    event.currentTarget.releasePointerCapture(event.pointerId);
    onEnd?.();
  };
  return (
    <div
      className="ui-splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
        start.current = { x: event.clientX, value, sign: rtl ? -1 : 1 };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const from = start.current;
        if (from) onChange(clamp(from.value + from.sign * (event.clientX - from.x)));
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={(event) => {
        const rtl = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
        const by = event.key === 'ArrowRight' ? STEP * rtl : event.key === 'ArrowLeft' ? -STEP * rtl : 0;
        if (by === 0) return;
        event.preventDefault();
        onChange(clamp(value + by));
        onEnd?.();
      }}
    />
  );
}
