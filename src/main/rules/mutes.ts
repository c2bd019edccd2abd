import type { MutedConversation } from '@shared/contract/automatic';
import type { AccountId } from '@shared/model/ids';
import type { Envelope } from '@shared/model/message';
import { Table } from '@shared/ports/fold';
import type { JournalRecord, JsonValue } from '@shared/ports/vault';
import { hash53 } from '@shared/util/hash';

/** Conversations that are muted at once; the oldest is let go of first. */
const MAX_MUTED = 300;
/** Message-IDs by which one conversation is known. */
const MAX_IDS = 400;

type Named = Pick<Envelope, 'messageId' | 'references' | 'inReplyTo'>;

/** Hashes of the Message-IDs by which a message belongs to a conversation: its own first. */
export function idsOf({ messageId, references, inReplyTo }: Named): readonly number[] {
  const ids = [messageId, ...references, ...inReplyTo].filter((id) => id !== '');
  return [...new Set(ids.map(hash53))];
}

/** The conversations whose later messages arrive read, archived and without a word. Grows with each message of theirs. */
export class Mutes {
  readonly table = new Table<MutedConversation>('muted', withIds);
  /** By account and hash; made anew after each change. */
  #index: ReadonlyMap<string, string> | null = null;

  constructor(private readonly onChange: () => void) {
    this.table.onChange = () => {
      this.#index = null;
      this.onChange();
    };
  }

  list(): readonly MutedConversation[] {
    return [...this.table.values()].sort((a, b) => b.at - a.at);
  }
  get size(): number {
    return this.table.size;
  }

  /** The muted conversation of an account that one of these Message-IDs belongs to; null for none. */
  find(account: AccountId, ids: readonly number[]): string | null {
    if (this.table.size === 0) return null;
    this.#index ??= new Map(
      [...this.table.values()].flatMap((one) =>
        one.ids.map((id): [string, string] => [`${one.account} ${id}`, one.id]),
      ),
    );
    for (const id of ids) {
      const found = this.#index.get(`${account} ${id}`);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Records that mute a conversation; one that is muted already goes on under its name. */
  mute(conversation: MutedConversation): { readonly id: string; readonly records: readonly JournalRecord[] } {
    const known = this.find(conversation.account, conversation.ids);
    if (known !== null) return { id: known, records: this.grow(known, conversation.ids) };
    const all = this.table.latestValues().sort((a, b) => a.at - b.at);
    const old = all.slice(0, Math.max(0, all.length + 1 - MAX_MUTED));
    const ids = conversation.ids.slice(-MAX_IDS);
    return {
      id: conversation.id,
      records: [
        this.table.put(conversation.id, { ...conversation, ids }),
        ...old.map(({ id }) => this.table.drop(id)),
      ],
    };
  }

  /** Records that add what a conversation is known by. */
  grow(id: string, ids: readonly number[]): readonly JournalRecord[] {
    return [this.table.amend(id, [...ids])];
  }

  forget(account: AccountId): JournalRecord[] {
    return this.table
      .latestValues()
      .filter((one) => one.account === account)
      .map(({ id }) => this.table.drop(id));
  }
}

const withIds = (one: MutedConversation, by: JsonValue): MutedConversation => ({
  ...one,
  ids: [...new Set([...one.ids, ...(by as readonly number[])])].slice(-MAX_IDS),
});
