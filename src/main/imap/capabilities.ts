/** What IMAP4rev2 contains without saying so (RFC 9051 appendix E). */
const REV2 = [
  'NAMESPACE',
  'UNSELECT',
  'UIDPLUS',
  'ESEARCH',
  'SEARCHRES',
  'ENABLE',
  'IDLE',
  'SASL-IR',
  'LIST-EXTENDED',
  'LIST-STATUS',
  'MOVE',
  'LITERAL-',
  'BINARY',
  'STATUS=SIZE',
];

/**
 * What a server says it can do (RFC 9051 §7.2.2). Claims, not facts: the quirk table and experience take some away.
 * Names compare without case.
 */
export class Capabilities {
  private readonly names: ReadonlySet<string>;

  /** @param words as they came; `LITERAL +` (X14) is joined. */
  constructor(
    readonly words: readonly string[],
    removed: ReadonlySet<string> = new Set(),
    rev2Enabled = false,
  ) {
    const names = new Set<string>();
    for (let i = 0; i < words.length; i++) {
      let word = (words[i] as string).toUpperCase();
      const next = words[i + 1];
      if (word === 'LITERAL' && (next === '+' || next === '-')) {
        word += next;
        i++;
      }
      if (word !== '') names.add(word);
    }
    // With both revisions offered the first stays in force until the second is enabled.
    if (names.has('IMAP4REV2') && (rev2Enabled || !names.has('IMAP4REV1')))
      for (const name of REV2) names.add(name);
    if (names.has('QRESYNC')) names.add('CONDSTORE');
    for (const name of removed) names.delete(name);
    this.names = names;
  }

  static readonly none = new Capabilities([]);

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** Values of `NAME=value` capabilities, upper case: `values('AUTH')` gives the SASL mechanisms. */
  values(name: string): readonly string[] {
    const prefix = `${name}=`;
    return [...this.names].filter((n) => n.startsWith(prefix)).map((n) => n.slice(prefix.length));
  }

  /** The number of `NAME=n`, e.g. APPENDLIMIT, MESSAGELIMIT; null when absent or open. */
  limit(name: string): number | null {
    const value = this.values(name)[0];
    return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;
  }

  get all(): readonly string[] {
    return [...this.names];
  }
}
