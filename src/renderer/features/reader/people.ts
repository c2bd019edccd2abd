import type { Address } from '@shared/model/message';

/** Characters that change how a name looks without being seen: controls, direction marks, zero-width, tags. */
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A name as it may be shown: nothing invisible, no line breaks, one line (security.md S-01, S-04). */
export const visibleName = (name: string): string => name.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** Joiners belong inside many scripts' words (Persian, Hindi, emoji); in an address they can only deceive. */
export const visibleAddress = (address: string): string => visibleName(address);

/** What parts the words of a name or a header. */
const BETWEEN_WORDS = /[\s<>()"',;:]+/u;

/** `x@y.z`, whatever the letters. By hand: a pattern looks at a name of nothing but `@` for minutes (any sender can write one). */
function isLikeAddress(word: string): boolean {
  const at = word.indexOf('@', 1);
  return at > 0 && word.lastIndexOf('.', word.length - 2) > at + 1;
}

/** An address that a display name shows and that is not the sender's own; null when the name says nothing of the kind. */
export function foreignAddressIn(person: Address): string | null {
  const claimed = visibleName(person.name)
    .normalize('NFKC')
    .split(BETWEEN_WORDS)
    .find(isLikeAddress)
    ?.toLowerCase();
  if (claimed === undefined || claimed === visibleAddress(person.address).toLowerCase()) return null;
  return claimed;
}

/** The addresses that a header field names, each once, in its order. */
export const addressesIn = (header: string): string[] => [
  ...new Map(
    header
      .split(/[\s<>()",;]+/)
      .filter((word) => word.indexOf('@') > 0 && !word.endsWith('@'))
      .map((word) => [word.toLowerCase(), word]),
  ).values(),
];

/** What stands for a person in one word: the name, else the address. */
export const shownName = (person: Address): string =>
  visibleName(person.name) || visibleAddress(person.address);

/** Domain of an address, lower case, '' when there is none. */
export const domainOf = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1).toLowerCase();
};

/** Where answers would go to somebody else than the sender: their addresses, for a word of warning. */
export function divertedReplies(from: readonly Address[], replyTo: readonly Address[]): readonly Address[] {
  const own = new Set(from.map((person) => domainOf(person.address)));
  return replyTo.filter((person) => !own.has(domainOf(person.address)));
}
