import type { Address } from '@shared/model/message';

/**
 * Reads what people type or paste as recipients: `a@b`, `Name <a@b>`, `"Last, First" <a@b>`, parted by comma, semicolon or
 * line end. What is not an address comes back in `address` as typed, so that it can be shown and mended.
 */
export function readAddresses(text: string): Address[] {
  return split(text)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map(readAddress);
}

function split(text: string): string[] {
  const out: string[] = [''];
  let quoted = false;
  let angled = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === '<') angled = true;
    else if (char === '>') angled = false;
    if (!quoted && !angled && (char === ',' || char === ';' || char === '\n')) out.push('');
    else out[out.length - 1] += char;
  }
  return out;
}

function readAddress(piece: string): Address {
  const match = /^(.*?)<\s*([^<>]*?)\s*>\s*$/s.exec(piece);
  if (match === null) return { name: '', address: clean(piece.replace(/^mailto:/i, '')) };
  const name = clean(
    (match[1] ?? '')
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replace(/\\(.)/g, '$1'),
  );
  return { name, address: clean(match[2] ?? '') };
}

/** Line ends and controls can only come from pasting; in an address they are an attack (security.md O-01). */
const clean = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** Whether a server could be asked to deliver there: one `@`, a host with a dot or a literal, nothing that ends the command. */
export function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > 254) return false;
  const local = address.slice(0, at);
  const host = address.slice(at + 1);
  const localOk =
    /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u.test(local) || /^[^\s@"(),:;<>[\\\]\p{Cc}]+$/u.test(local);
  const hostOk =
    /^\[[0-9a-f.:]+\]$/i.test(host) ||
    /^(?=.{1,253}$)[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?)*$/u.test(
      host,
    );
  return localOk && hostOk && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
}

/** Adds people who are not there yet. */
export function addPeople(present: readonly Address[], added: readonly Address[]): readonly Address[] {
  const known = new Set(present.map(({ address }) => address.toLowerCase()));
  const fresh = added.filter(({ address }) => {
    const key = address.toLowerCase();
    return !known.has(key) && known.add(key);
  });
  return [...present, ...fresh];
}

/** People who were pasted into a field, in the place of what was selected there; null when they are words to go on typing. */
export function pastedPeople(
  field: Pick<HTMLInputElement, 'value' | 'selectionStart' | 'selectionEnd'>,
  pasted: string,
): readonly Address[] | null {
  const { value, selectionStart, selectionEnd } = field;
  const start = selectionStart ?? value.length;
  const people = readAddresses(value.slice(0, start) + pasted + value.slice(selectionEnd ?? start));
  return people.length > 1 || people.some(({ address }) => isAddress(address)) ? people : null;
}
