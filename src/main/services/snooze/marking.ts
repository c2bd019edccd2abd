import type { Intent } from '@shared/contract/operations';
import type { MessageRef } from '@shared/model/ids';
import { formatUids } from '@shared/model/uid-ranges';

/** Marks messages of several mailboxes, one operation each. */
export function marking(
  refs: readonly MessageRef[],
  flags: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Intent[] {
  const folders = new Map<string, MessageRef[]>();
  for (const ref of refs) {
    const key = `${ref.mailbox}/${ref.generation}`;
    folders.set(key, [...(folders.get(key) ?? []), ref]);
  }
  return [...folders.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { mailbox, generation } = first;
    const uids = formatUids(same.map(({ uid }) => uid as number).sort((a, b) => a - b));
    return [
      {
        kind: 'flags' as const,
        messages: { mailbox, generation, uids },
        add: [...flags.add],
        remove: [...flags.remove],
      },
    ];
  });
}
