import type { Operation } from '@shared/contract/operations';
import type { EndedChange } from '@shared/contract/pending';

export type Section = 'needsYou' | 'waiting' | 'ended';

/** What the panel lists, top to bottom: a heading a section, a line a change. */
export type Line =
  | { readonly kind: 'heading'; readonly section: Section; readonly count: number }
  | { readonly kind: 'open'; readonly operation: Operation }
  | { readonly kind: 'ended'; readonly change: EndedChange };

/** Refused, or not known whether it happened: only the person can say what is next. */
export const needsYou = ({ state }: Operation): boolean => state === 'refused' || state === 'uncertain';

/** What needs a look comes first, then what is on its way in order of acceptance, then what ended, newest first. */
export function linesOf(operations: readonly Operation[], ended: readonly EndedChange[]): readonly Line[] {
  const open = operations.filter(({ state }) => state !== 'done' && state !== 'superseded');
  const stuck = open.filter(needsYou);
  const going = open.filter((operation) => !needsYou(operation));
  const section = (name: Section, lines: readonly Line[]): readonly Line[] =>
    lines.length === 0 ? [] : [{ kind: 'heading', section: name, count: lines.length }, ...lines];
  return [
    ...section(
      'needsYou',
      stuck.map((operation) => ({ kind: 'open', operation }) as const),
    ),
    ...section(
      'waiting',
      going.map((operation) => ({ kind: 'open', operation }) as const),
    ),
    ...section(
      'ended',
      ended.map((change) => ({ kind: 'ended', change }) as const),
    ),
  ];
}

export const lineKey = (line: Line): string => {
  if (line.kind === 'heading') return line.section;
  return line.kind === 'open' ? line.operation.id : `${line.change.operation.id}-${line.change.ended}`;
};
