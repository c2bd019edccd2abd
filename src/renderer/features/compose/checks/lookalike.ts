/** An address at a domain that nobody was written to, and the known one that it looks like. */
export interface Lookalike {
  readonly address: string;
  readonly domain: string;
  readonly known: string;
}

/** Where most people of the world have their mail: what is nearly one of these is a slip of the finger. */
const WELL_KNOWN = [
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'me.com', 'aol.com',
  'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'orange.fr', 'free.fr', 'libero.it', 'mail.ru', 'yandex.ru', 'seznam.cz',
  'centrum.cz', 'wp.pl', 'onet.pl', 'proton.me', 'protonmail.com', 'fastmail.com', 'qq.com', '163.com',
]; // prettier-ignore

/** Letters of other scripts that look like Latin ones, and digits and pairs that do. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/[аа́ɑ]/gu, 'a'],
  [/[еёє]/gu, 'e'],
  [/[оοо0]/gu, 'o'],
  [/[рρ]/gu, 'p'],
  [/[сϲ]/gu, 'c'],
  [/[хχ]/gu, 'x'],
  [/[уγ]/gu, 'y'],
  [/[кκ]/gu, 'k'],
  [/[тτ]/gu, 't'],
  [/[мм]/gu, 'm'],
  [/[нη]/gu, 'h'],
  [/[ѕ5]/gu, 's'],
  [/[іїıι1l|]/gu, 'i'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];

/** What a domain looks like at a glance. */
export function skeleton(domain: string): string {
  const plain = domain.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return SAME.reduce((text, [from, to]) => text.replace(from, to), plain);
}

export const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.$/, '');

/**
 * Whether a reader could take one domain for the other: the same at a glance, or one letter added, left out, changed or
 * swapped. A subdomain is not a look-alike of its domain.
 */
export function looksLike(domain: string, known: string): boolean {
  if (domain === known || domain.endsWith(`.${known}`) || known.endsWith(`.${domain}`)) return false;
  if (skeleton(domain) === skeleton(known)) return true;
  // Short names are near one another by nature: bbc.com and abc.com.
  const name = (text: string): string => text.slice(0, text.lastIndexOf('.'));
  return Math.min(name(domain).length, name(known).length) >= 5 && oneStep(domain, known);
}

/** Damerau–Levenshtein distance of exactly one. */
function oneStep(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length + restB.length === 1 || (restA.length === 1 && restB.length === 1)) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

/**
 * The look-alike that an address is, if it is one.
 * @param correspondents addresses one knows that could be meant.
 * @param mine one's own addresses.
 */
export function lookalikeOf(
  address: string,
  correspondents: readonly string[],
  mine: readonly string[],
): Lookalike | null {
  const domain = domainOf(address);
  const domains = new Set([...correspondents, ...mine].map(domainOf));
  // Known people of that very domain: it is what it is.
  if (domains.has(domain) || WELL_KNOWN.includes(domain)) return null;
  for (const known of [...domains, ...WELL_KNOWN])
    if (looksLike(domain, known)) return { address, domain, known };
  return null;
}
