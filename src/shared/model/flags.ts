/**
 * System flags and the keywords every client shares, as bits of one 32-bit column. Other keywords have bits of their
 * own in a second column, by the mailbox's keyword table.
 */
export const Flag = {
  Seen: 1 << 0,
  Answered: 1 << 1,
  Flagged: 1 << 2,
  Deleted: 1 << 3,
  Draft: 1 << 4,
  Forwarded: 1 << 5,
  Junk: 1 << 6,
  NotJunk: 1 << 7,
  MdnSent: 1 << 8,
  /** Not a server flag: the body structure has a part that people call an attachment. Survives flag updates. */
  HasAttachment: 1 << 16,
  /** Not a server flag: the row could not be parsed; the message shows as "could not be read – view source". */
  Unreadable: 1 << 17,
} as const;

/** The bits that belong to the server; the rest are Tern's own observations about the message. */
export const SERVER_FLAGS = 0xffff;

const NAMES: ReadonlyArray<readonly [number, string]> = [
  [Flag.Seen, '\\Seen'],
  [Flag.Answered, '\\Answered'],
  [Flag.Flagged, '\\Flagged'],
  [Flag.Deleted, '\\Deleted'],
  [Flag.Draft, '\\Draft'],
  [Flag.Forwarded, '$Forwarded'],
  [Flag.Junk, '$Junk'],
  [Flag.NotJunk, '$NotJunk'],
  [Flag.MdnSent, '$MDNSent'],
];
const BY_NAME = new Map<string, number>(NAMES.map(([bit, name]) => [name.toLowerCase(), bit]));
BY_NAME.set('junk', Flag.Junk);
BY_NAME.set('nonjunk', Flag.NotJunk);
BY_NAME.set('forwarded', Flag.Forwarded);

/** The bit of a flag name (any case), or 0 for a keyword that has none. */
export const flagBit = (name: string): number => BY_NAME.get(name.toLowerCase()) ?? 0;
/** The IMAP names of the server bits that are set, in a fixed order. */
export const flagNames = (bits: number): string[] =>
  NAMES.filter(([bit]) => bits & bit).map(([, name]) => name);
