import type { ListRow } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';

/** What the list shows of an action before the store has answered. */
export type Mark =
  { readonly kind: 'leaving' } | { readonly kind: 'flags'; readonly add: number; readonly remove: number };

/** One action's mark, on all its messages at once. */
interface Layer {
  readonly keys: ReadonlySet<MessageKey>;
  readonly mark: Mark;
  /** Those of which the store shows the effect itself by now. */
  readonly seen: Set<MessageKey>;
}

/**
 * Marks on messages, a layer an action: marking a hundred thousand costs what marking one does. A message has the mark
 * of the last action that named it.
 */
export class Marks {
  #layers: readonly Layer[] = [];

  get isEmpty(): boolean {
    return this.#layers.length === 0;
  }

  get(key: MessageKey): Mark | undefined {
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const layer = this.#layers[i] as Layer;
      if (layer.keys.has(key)) return layer.seen.has(key) ? undefined : layer.mark;
    }
    return undefined;
  }

  has(key: MessageKey): boolean {
    return this.get(key) !== undefined;
  }

  /** @returns takes the marks off again; answers whether there were any left. */
  add(keys: ReadonlySet<MessageKey>, mark: Mark): () => boolean {
    const layer: Layer = { keys, mark, seen: new Set() };
    this.#layers = [...this.#layers, layer];
    return () => {
      const had = this.#layers.includes(layer);
      this.#layers = this.#layers.filter((other) => other !== layer);
      return had;
    };
  }

  /** Takes off the marks whose effect these rows show themselves, and those of messages that are in none of them. */
  liftSeen(rows: Iterable<ListRow>): void {
    if (this.isEmpty) return;
    const left = new Set<Layer>();
    for (const row of rows) {
      for (const key of row.threadKeys) {
        for (const layer of this.#layers) {
          if (!layer.keys.has(key) || layer.seen.has(key)) continue;
          if (layer.mark.kind === 'flags' && row.key === key && hasFlags(row, layer.mark))
            layer.seen.add(key);
          else left.add(layer);
        }
      }
    }
    this.#layers = this.#layers.filter((layer) => left.has(layer));
  }
}

const hasFlags = (row: ListRow, { add, remove }: Mark & { kind: 'flags' }): boolean =>
  (row.flags & add) === add && (row.flags & remove) === 0;
