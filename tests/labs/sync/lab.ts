import { isMailError } from '@shared/errors/mail-error';
import { isVaultError } from '@shared/ports/vault';
import type { WorldMailbox } from '@main/demo/world-model';
import { idOf, USER } from '../../fakes/stage';
import type { Random } from '../random';
import type { Subject } from './subject';
import type { Wishes } from './wishes';

/** What one schedule knows. */
export interface Lab {
  readonly subject: Subject;
  readonly random: Random;
  readonly wishes: Wishes;
  /** Message-IDs of what the person moved, or tried to. */
  readonly moved: Set<string>;
  /** There is a second account. */
  readonly other: boolean;
  /** Message-IDs of what was to go from one account to the other. */
  readonly brought: Set<string>;
  /** Number of the next letter. */
  next: number;
  /** Number of the next mailbox that somebody makes. */
  nextBox: number;
  offline: boolean;
  /** Drafts by id, with the text that was said to be saved. */
  readonly drafts: Map<string, string>;
  /** Texts of mails that were said to be on their way, and not taken back. */
  readonly sent: Set<string>;
}

/** An act must be answered within this much virtual time. */
const PATIENCE_MS = 600_000;

/**
 * Awaits the answer to something the person did, while time passes.
 * @returns what came, or null when the engine refused it in words or died over it.
 * @throws whatever else came, or when nothing did.
 */
export async function answered<T>(lab: Lab, call: Promise<T>): Promise<{ readonly value: T } | null> {
  const { subject } = lab;
  let result: { readonly value: T } | null = null;
  let failure: { readonly error: unknown } | null = null;
  const settled = (): boolean => result !== null || failure !== null || subject.dead;
  call.then(
    (value) => (result = { value }),
    (error: unknown) => (failure = { error }),
  );
  if (!(await subject.pass(PATIENCE_MS, settled))) throw new Error('an act of the person was never answered');
  if (subject.dead) return null;
  if (failure !== null) {
    const { error } = failure as { readonly error: unknown };
    if (isMailError(error) || isVaultError(error)) return null;
    throw error instanceof Error ? error : new Error(String(error));
  }
  return result;
}

export const messageIdOf = (subject: string): string => idOf(subject);

/** Mailboxes of the server that can hold mail. */
export const boxesThere = ({ subject }: Lab): WorldMailbox[] =>
  [...subject.stage.world.account(USER).mailboxes.values()].filter((box) => !box.noSelect);

/** Names of mailboxes that Tern shows. */
export const boxesHere = ({ subject: { stage } }: Lab): string[] =>
  [...stage.store.mailboxes.values()]
    .filter((m) => m.selectable && m.account === stage.account.id)
    .map((m) => m.name);

/** The mailboxes that every account has: they stay. */
export const FIXED: ReadonlySet<string> = new Set(['INBOX', 'Archive', 'Drafts', 'Sent', 'Junk', 'Trash']);
