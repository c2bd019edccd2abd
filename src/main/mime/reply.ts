import type { Address, Envelope } from '@shared/model/message';
import { forwardSubject, replySubject } from '@shared/model/subject';

export type ReplyMode = 'reply' | 'reply-all' | 'reply-list' | 'forward';

export interface ReplyInput {
  readonly original: Envelope;
  /** Every address the person sends from or receives at. */
  readonly myAddresses: readonly string[];
  /** Where the person's own letters ask answers to go. */
  readonly myReplyTo?: readonly string[];
  readonly mode: ReplyMode;
}

export interface ReplyHeaders {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
}

const MAX_REFERENCES = 40;

/** Whom a reply goes to, what it is called, and where it belongs in its thread (RFC 5322 §3.6.3 and §3.6.4). */
export function replyHeaders({ original, myAddresses, myReplyTo = [], mode }: ReplyInput): ReplyHeaders {
  const mine = new Set(myAddresses.map(keyOf));
  const threading = {
    inReplyTo: mode === 'forward' || original.messageId === '' ? [] : [original.messageId],
    references: referencesAfter(original),
  };
  if (mode === 'forward') return { to: [], cc: [], subject: forwardSubject(original.subject), ...threading };
  const subject = replySubject(original.subject);
  const { to, cc } = recipients(original, mine, new Set([...mine, ...myReplyTo.map(keyOf)]), mode);
  return { to, cc, subject, ...threading };
}

function recipients(
  original: Envelope,
  mine: ReadonlySet<string>,
  answersToMe: ReadonlySet<string>,
  mode: Exclude<ReplyMode, 'forward'>,
): { to: Address[]; cc: Address[] } {
  const list = mode === 'reply-list' ? listPost(original) : null;
  if (list) return { to: [list], cc: [] };
  const isMine = original.from.length > 0 && original.from.every(({ address }) => mine.has(keyOf(address)));
  const author = original.replyTo.length > 0 ? original.replyTo : original.from;
  // An answer to one's own message goes on to the people it was written to. What a form on the web sends in one's name
  // names somebody else to be answered.
  const isMyWish = original.replyTo.every(({ address }) => answersToMe.has(keyOf(address)));
  const main = isMine && isMyWish ? original.to : author;
  const seen = new Set<string>();
  const fresh = (addresses: readonly Address[], dropMine: boolean): Address[] =>
    addresses.filter(({ address }) => {
      const key = keyOf(address);
      if (address === '' || seen.has(key) || (dropMine && mine.has(key))) return false;
      seen.add(key);
      return true;
    });
  if (mode === 'reply') return { to: fresh(main, false), cc: [] };
  const to = [...fresh(main, true), ...fresh(original.to, true)];
  const cc = fresh(original.cc, true);
  // A note to oneself: nobody is left, so it goes where it came from.
  return to.length + cc.length > 0 ? { to, cc } : { to: fresh(main, false), cc: [] };
}

/** The address of `List-Post: <mailto:…>` (RFC 2369 §3.4); only the address is taken of the URL. */
function listPost({ extra }: Envelope): Address | null {
  const target = /<mailto:([^>?]{3,320})[>?]/i.exec(extra['list-post'] ?? '')?.[1];
  if (target === undefined) return null;
  const address = /%[0-9a-f]{2}/i.test(target) ? unescape7(target) : target;
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address) ? { name: '', address } : null;
}

const unescape7 = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The parent's references and the parent; the first and the latest of them when there are very many. */
function referencesAfter({ references, inReplyTo, messageId }: Envelope): string[] {
  const before = references.length > 0 ? references : inReplyTo.length === 1 ? inReplyTo : [];
  const all = [...new Set(before.filter((id) => id !== messageId)), messageId].filter((id) => id !== '');
  return all.length <= MAX_REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)];
}

/** Addresses are one when they differ in case only; local parts that differ by case do not exist in practice. */
const keyOf = (address: string): string => address.trim().toLowerCase();

/**
 * Plain text as a quote under its attribution line. The signature is left out, unless earlier letters are quoted below it; lines that are quotes already are
 * quoted once more without a space, as `format=flowed` wants them (RFC 3676 §4.5).
 */
export function quoteText(text: string, attribution: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const signature = lines.lastIndexOf('-- ');
  const isLast = signature >= 0 && !lines.slice(signature).some((line) => line.startsWith('>'));
  const kept = isLast ? lines.slice(0, signature) : lines;
  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop();
  const quoted = kept.map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`));
  return [attribution, ...quoted].filter((line, i) => i > 0 || line !== '').join('\n');
}
