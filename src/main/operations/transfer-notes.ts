import type { MessageSet } from '@shared/contract/schema';
import {
  type Generation,
  generation,
  type MailboxId,
  type MessageRef,
  type OperationId,
} from '@shared/model/ids';
import type { JsonValue } from '@shared/ports/vault';
import type { QueuedOperation } from './queue';

/** A message that the other account has, proven: UID in the source, and where it is now. */
export interface Arrival {
  readonly of: number;
  readonly at: MessageRef;
}

/** How far one mailbox of the source is. */
export interface Stage {
  /** Proven in the target, still in the source (of a move). */
  readonly arrived: readonly Arrival[];
  /** Nothing left to do about them. */
  readonly done: readonly number[];
}

/** Kept in the journal by mailbox and generation, so that each step is done once whatever breaks between them. */
type TransferNotes = Readonly<Record<string, Stage>>;

export const keyOf = (set: MessageSet): string => `${set.mailbox}/${set.generation}`;
export const stageOf = (notes: JsonValue, key: string): Stage =>
  (notes as unknown as TransferNotes | null)?.[key] ?? { arrived: [], done: [] };
const withStage = (notes: JsonValue, key: string, stage: Stage): JsonValue =>
  ({ ...(notes as object | null), [key]: stage }) as unknown as JsonValue;

/** How far each mailbox of the source is. */
export const stagesOf = (
  notes: JsonValue,
): { readonly mailbox: MailboxId; readonly generation: Generation; readonly stage: Stage }[] =>
  Object.entries((notes ?? {}) as unknown as TransferNotes).flatMap(([key, stage]) => {
    const slash = key.lastIndexOf('/');
    // Notes of the account that a finished transfer leaves are no stages.
    if (slash < 0 || !Array.isArray(stage.arrived)) return [];
    const of = generation(Number(key.slice(slash + 1)));
    return [{ mailbox: key.slice(0, slash) as MailboxId, generation: of, stage }];
  });

/** How many messages are in the other account by now, or need nothing more. */
export const throughOf = (stages: readonly { readonly stage: Stage }[]): number =>
  stages.reduce((sum, { stage: { arrived, done } }) => sum + arrived.length + done.length, 0);

/** What is new about one mailbox of the source: all that the journal is told when one of thousands arrives. */
export interface StageStep {
  /** `keyOf` the messages. */
  readonly key: string;
  /** Proven in the target just now. */
  readonly arrived?: readonly Arrival[];
  /** Nothing is left to do about these any more. */
  readonly done?: readonly number[];
}

/** The notes with a step made; what arrived meanwhile stays, and what is done does not arrive again. */
export function withStep(
  notes: JsonValue,
  { key, arrived: fresh = [], done: settled = [] }: StageStep,
): JsonValue {
  const { arrived, done } = stageOf(notes, key);
  const over = new Set([...settled, ...fresh.map(({ of }) => of)]);
  return withStage(notes, key, {
    arrived: [...arrived.filter(({ of }) => !over.has(of)), ...fresh.filter(({ of }) => !done.includes(of))],
    done: settled.length === 0 ? done : [...done, ...settled],
  });
}

/** What an append operation notes about the transfer that it is a part of. */
export interface Child {
  readonly parent: OperationId;
  /** UID in the source, and which mailbox and generation that is. */
  readonly of: number;
  readonly group: string;
}

export function childOf(op: QueuedOperation): Child | null {
  const { progress } = op;
  if (
    op.intent.kind !== 'append' ||
    progress === null ||
    typeof progress !== 'object' ||
    !('parent' in progress)
  )
    return null;
  const { parent, of, group } = progress as unknown as Child;
  return { parent, of, group };
}

export const isTakenBack = ({ withdrawnFrom }: QueuedOperation): boolean =>
  withdrawnFrom !== undefined && withdrawnFrom !== null;

/** Whether an append has not begun: nothing of it can be in the target. */
export const notSent = ({ state, progress }: QueuedOperation): boolean =>
  state !== 'running' && (progress as { readonly sent?: boolean } | null)?.sent !== true;

/** Whether an append that was refused may be in the target all the same: its answer was lost, or it was not to be seen. */
export const isUnproven = (op: QueuedOperation): boolean =>
  !notSent(op) && (op.progress as { readonly declined?: boolean } | null)?.declined !== true;

export const parentOf = (op: QueuedOperation): OperationId | null => childOf(op)?.parent ?? null;
