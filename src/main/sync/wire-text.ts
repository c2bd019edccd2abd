const decoder = new TextDecoder('latin1');

/**
 * The octets [from, to) as text; all of them are ASCII.
 * @param escaped whether they stand between quotes, where a backslash says that the next one is meant (RFC 9051 §9).
 */
export function ascii(bytes: Uint8Array, from: number, to: number, escaped = false): string {
  const text = decoder.decode(bytes.subarray(from, to));
  return escaped && text.includes('\\') ? text.replace(/\\([\s\S])/g, '$1') : text;
}
