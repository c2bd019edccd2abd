import type { Address, Envelope } from '@shared/model/message';

export type ReplyMode = 'reply' | 'reply-all' | 'reply-list' | 'forward';

export interface ReplyInput {
  readonly original: Envelope;
  /** Every address the person sends from or receives at. */
  readonly myAddresses: readonly string[];
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

/** What mailers of the world write for "Re:" and "Fwd:". One letter ones are Italian (R, I) and Polish or Norwegian. */
const REPLY_WORDS =
  're|aw|antw|antwort|sv|vs|odp|rif|ynt|res|rsp|ref|отв|ответ|ha|hv|cevap|απ|vá|atb|r|回复|回覆|答复|返信|답장|رد|תגובה';
const FORWARD_WORDS =
  'fwd|fw|wg|vb|vl|pd|tr|rv|enc|doorst|videresendt|vidarebefordrat|i|ilet|iletilen|πρθ|továbbítás|fs|пересл|转发|轉寄|転送|전달';
const COUNT = String.raw`(?:\s?[\[(]\d{1,3}[\])]|\^\d{1,3}|\d{1,2})?`;
const REPLY = new RegExp(`^\\s*(?:${REPLY_WORDS})${COUNT}\\s?[:：]`, 'iu');
const FORWARD = new RegExp(`^\\s*(?:${FORWARD_WORDS})${COUNT}\\s?[:：]`, 'iu');

/** Whom a reply goes to, what it is called, and where it belongs in its thread (RFC 5322 §3.6.3 and §3.6.4). */
export function replyHeaders({ original, myAddresses, mode }: ReplyInput): ReplyHeaders {
  const mine = new Set(myAddresses.map(keyOf));
  const threading = {
    inReplyTo: mode === 'forward' || original.messageId === '' ? [] : [original.messageId],
    references: referencesAfter(original),
  };
  if (mode === 'forward')
    return { to: [], cc: [], subject: prefixed('Fwd: ', FORWARD, original.subject), ...threading };
  const subject = prefixed('Re: ', REPLY, original.subject);
  const { to, cc } = recipients(original, mine, mode);
  return { to, cc, subject, ...threading };
}

function recipients(
  original: Envelope,
  mine: ReadonlySet<string>,
  mode: Exclude<ReplyMode, 'forward'>,
): { to: Address[]; cc: Address[] } {
  const list = mode === 'reply-list' ? listPost(original) : null;
  if (list) return { to: [list], cc: [] };
  const isMine = original.from.length > 0 && original.from.every(({ address }) => mine.has(keyOf(address)));
  const author = original.replyTo.length > 0 ? original.replyTo : original.from;
  // An answer to one's own message goes on to the people it was written to.
  const main = isMine && original.replyTo.length === 0 ? original.to : author;
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

function prefixed(prefix: string, known: RegExp, subject: string): string {
  let rest = subject;
  for (let match = known.exec(rest); match; match = known.exec(rest)) rest = rest.slice(match[0].length);
  return (prefix + rest.trim()).trimEnd();
}

/** The subject without any reply or forward prefixes: what threads of servers without references share. */
export function baseSubject(subject: string): string {
  let rest = subject;
  for (;;) {
    const match = REPLY.exec(rest) ?? FORWARD.exec(rest);
    if (!match) return rest.trim();
    rest = rest.slice(match[0].length);
  }
}

/** Addresses are one when they differ in case only; local parts that differ by case do not exist in practice. */
const keyOf = (address: string): string => address.trim().toLowerCase();

/**
 * Plain text as a quote under its attribution line. The signature is left out; lines that are quotes already are
 * quoted once more without a space, as `format=flowed` wants them (RFC 3676 §4.5).
 */
export function quoteText(text: string, attribution: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const signature = lines.findIndex((line) => line === '-- ');
  const kept = signature >= 0 ? lines.slice(0, signature) : lines;
  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop();
  const quoted = kept.map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`));
  return [attribution, ...quoted].filter((line, i) => i > 0 || line !== '').join('\n');
}
