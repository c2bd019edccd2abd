/**
 * Servers that do not do what they say, as data. A row applies when its test matches the greeting, the answer to ID or
 * the capabilities. Numbers (`A2`, `M4` …) are those of protocols.md §4, where the sources are.
 */
export interface Quirk {
  readonly id: string;
  readonly server: string;
  readonly when: {
    readonly greeting?: RegExp;
    /** On `name` or `vendor` of ID. */
    readonly id?: RegExp;
    /** All of these capabilities. */
    readonly capabilities?: readonly string[];
  };
  /** Capabilities not to be used. */
  readonly remove?: readonly string[];
  /** Longest command line in octets, literals not counted (RFC 7162 §4 allows 8,192). */
  readonly lineLimit?: number;
  /** Send CAPABILITY after login even when a code gave them. */
  readonly askCapabilityAfterLogin?: boolean;
  /** Send ID with name, version and vendor before the first SELECT. */
  readonly requiresId?: boolean;
  /** SELECT where others EXAMINE. */
  readonly selectInsteadOfExamine?: boolean;
  /** One command at a time. */
  readonly noPipelining?: boolean;
  /** SEARCH without CHARSET. */
  readonly noCharset?: boolean;
  /** The answers to SEARCH may be cut short: absence proves nothing. */
  readonly searchTruncates?: boolean;
  /** XLIST is broken. */
  readonly noXlist?: boolean;
  /** UIDs may change without notice: verify Message-ID before what cannot be undone. */
  readonly unstableUids?: boolean;
  /** SELECT again to see appended messages. */
  readonly reselectAfterAppend?: boolean;
  /** What was sent is filed by the server. */
  readonly autoSavesSent?: boolean;
}

/** Servers that do not do what they say; `profile` adds up the rows that match one (protocols.md §4). */
export const QUIRKS: readonly Quirk[] = [
  {
    id: 'gmail',
    server: 'Gmail',
    when: { capabilities: ['X-GM-EXT-1'] },
    autoSavesSent: true,
    lineLimit: 16_000,
  },
  {
    id: 'exchange',
    server: 'Exchange / Microsoft 365',
    when: { greeting: /Microsoft Exchange/i },
    autoSavesSent: true,
  },
  {
    id: 'yahoo',
    server: 'Yahoo / AOL',
    when: { capabilities: ['XYMHIGHESTMODSEQ'] },
    lineLimit: 1_000,
    noCharset: true,
    searchTruncates: true,
  },
  {
    id: 'icloud',
    server: 'iCloud',
    when: { capabilities: ['XAPPLEPUSHSERVICE'] },
    remove: ['QRESYNC', 'ANNOTATE-EXPERIMENT-1'],
    askCapabilityAfterLogin: true,
    autoSavesSent: true,
  },
  {
    id: 'icloud-greeting',
    server: 'iCloud',
    when: { greeting: /\biCloud\b|\.icloud\.com|XAPPLE/i },
    remove: ['QRESYNC', 'ANNOTATE-EXPERIMENT-1'],
    askCapabilityAfterLogin: true,
  },
  {
    id: 'netease',
    server: 'NetEase / Coremail',
    when: { greeting: /Coremail|netease|126com|163com/i },
    requiresId: true,
  },
  { id: 'yandex', server: 'Yandex', when: { greeting: /\bYandex\b/i }, noXlist: true },
  { id: 'homepl', server: 'home.pl', when: { greeting: /IdeaImapServer|Idea\s?IMAP/i }, noXlist: true },
  {
    id: 'proton-bridge',
    server: 'Proton Bridge',
    when: { capabilities: ['XSTOP'] },
    remove: ['SPECIAL-USE'],
    unstableUids: true,
  },
  {
    id: 'courier',
    server: 'Courier',
    when: { greeting: /Courier-IMAP/i },
    lineLimit: 8_000,
    reselectAfterAppend: true,
  },
  {
    id: 'uw',
    server: 'UW imapd',
    when: { greeting: /\bIMAP4rev1 20\d\d\.\d+ at\b/i },
    lineLimit: 1_000,
    selectInsteadOfExamine: true,
  },
  {
    id: 'exchange-2003',
    server: 'Exchange 2003',
    when: { greeting: /Exchange Server 2003/i },
    remove: ['NAMESPACE'],
  },
  { id: 'groupwise', server: 'GroupWise', when: { greeting: /GroupWise/i }, remove: ['QUOTA'] },
  { id: 'hermes', server: 'Hermes', when: { greeting: /\bHermes\b/i }, remove: ['NAMESPACE'] },
  { id: 'arcor', server: 'arcor', when: { greeting: /arcor/i }, remove: ['ESEARCH'] },
  { id: 'zoho', server: 'Zoho', when: { id: /zoho/i, capabilities: ['CONDSTORE'] } },
  { id: 'hmail', server: 'hMailServer', when: { greeting: /hMailServer/i }, remove: ['UTF8=ACCEPT'] },
  { id: 'domino', server: 'Domino', when: { greeting: /Domino IMAP4/i } },
];

/** What the matching rows add up to. */
export interface QuirkProfile {
  readonly applied: readonly string[];
  readonly remove: ReadonlySet<string>;
  readonly lineLimit: number;
  readonly askCapabilityAfterLogin: boolean;
  readonly requiresId: boolean;
  readonly selectInsteadOfExamine: boolean;
  readonly noPipelining: boolean;
  readonly noCharset: boolean;
  readonly searchTruncates: boolean;
  readonly noXlist: boolean;
  readonly unstableUids: boolean;
  readonly reselectAfterAppend: boolean;
  readonly autoSavesSent: boolean;
}

/** RFC 7162 §4 says 8,192 octets; a little less leaves room for the command itself. */
const DEFAULT_LINE = 8_000;

/**
 * The profile of a server.
 * @param learnt capabilities that this account has seen fail (negative learning); taken away like those of a row.
 */
export function profile(
  greeting: string,
  id: ReadonlyMap<string, string | null> | null,
  capabilities: readonly string[],
  learnt: readonly string[] = [],
  table: readonly Quirk[] = QUIRKS,
): QuirkProfile {
  const upper = new Set(capabilities.map((word) => word.toUpperCase()));
  const who = `${id?.get('name') ?? ''} ${id?.get('vendor') ?? ''}`;
  const rows = table.filter(
    ({ when }) =>
      (when.greeting === undefined || when.greeting.test(greeting)) &&
      (when.id === undefined || when.id.test(who)) &&
      (when.capabilities === undefined || when.capabilities.every((word) => upper.has(word))),
  );
  const any = (test: (row: Quirk) => boolean | undefined): boolean => rows.some((row) => test(row) === true);
  return {
    applied: rows.map((row) => row.id),
    remove: new Set([...rows.flatMap((row) => row.remove ?? []), ...learnt]),
    lineLimit: Math.min(DEFAULT_LINE, ...rows.map((row) => row.lineLimit ?? DEFAULT_LINE)),
    askCapabilityAfterLogin: any((row) => row.askCapabilityAfterLogin),
    requiresId: any((row) => row.requiresId),
    selectInsteadOfExamine: any((row) => row.selectInsteadOfExamine),
    noPipelining: any((row) => row.noPipelining),
    noCharset: any((row) => row.noCharset),
    searchTruncates: any((row) => row.searchTruncates),
    noXlist: any((row) => row.noXlist),
    unstableUids: any((row) => row.unstableUids),
    reselectAfterAppend: any((row) => row.reselectAfterAppend),
    autoSavesSent: any((row) => row.autoSavesSent),
  };
}
