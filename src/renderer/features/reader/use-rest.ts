import { useRef, useState } from 'react';
import type { SafePart } from './use-images';

export interface Rest {
  /** The parts as given, another list once all of them is there: pictures of the rest are asked for then. */
  readonly parts: readonly SafePart[];
  readonly wanted: boolean;
  /** How much of a part is there, from 0 to 1. */
  readonly done: (part: SafePart) => number;
  /** Asks for all of the message. @param button has the focus: it goes to where the rest of this part begins */
  readonly want: (section: string, button: HTMLElement) => void;
  /** A piece of a part has come. @returns whether the focus belongs to it now */
  readonly grown: (section: string, done: number) => boolean;
}

interface Progress {
  readonly of: readonly SafePart[];
  readonly parts: readonly SafePart[];
  readonly done: ReadonlyMap<string, number>;
}
const NONE: ReadonlyMap<string, number> = new Map();

/** The rest of very long parts of a message, which is shown when somebody asks for it. */
export function useRest(key: string, made: readonly SafePart[]): Rest {
  const [wantedOf, setWantedOf] = useState<string | null>(null);
  const [last, setLast] = useState<Progress>({ of: made, parts: made, done: NONE });
  const asked = useRef<{ readonly section: string; readonly button: HTMLElement } | null>(null);
  const begin: Progress = { of: made, parts: made, done: NONE };
  const now = last.of === made ? last : begin;
  return {
    parts: now.parts,
    wanted: wantedOf === key,
    done: ({ section, mail }) => ('next' in mail ? (now.done.get(section) ?? mail.done()) : 1),
    want(section, button) {
      asked.current = { section, button };
      setWantedOf(key);
    },
    grown(section, done) {
      setLast((old) => {
        const { parts, done: before } = old.of === made ? old : begin;
        return { of: made, parts: done < 1 ? parts : [...made], done: new Map(before).set(section, done) };
      });
      if (asked.current?.section !== section) return false;
      const { button } = asked.current;
      asked.current = null;
      // Whoever went elsewhere meanwhile stays there.
      return document.activeElement === button;
    },
  };
}
