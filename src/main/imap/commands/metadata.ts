import { encodeUtf8 } from '../codec/bytes';
import type { Command } from '../session/command';
import type { MailboxName, MetadataEntry } from '../types';

/** GETMETADATA (RFC 5464 §4.2); mailbox '' is the server. Entries like `/private/comment`. */
export function getMetadata(
  mailbox: MailboxName,
  entries: readonly string[],
  options: { readonly maxSize?: number; readonly depth?: '0' | '1' | 'infinity' } = {},
): Command<readonly MetadataEntry[]> {
  const found: MetadataEntry[] = [];
  return {
    name: 'GETMETADATA',
    lane: { answers: ['METADATA'] },
    idempotent: true,
    write(w) {
      w.raw('GETMETADATA ');
      const settings: string[] = [];
      if (options.maxSize !== undefined) settings.push(`MAXSIZE ${String(options.maxSize)}`);
      if (options.depth !== undefined) settings.push(`DEPTH ${options.depth}`);
      if (settings.length > 0) w.raw(`(${settings.join(' ')}) `);
      if (mailbox === '') w.string('');
      else w.mailbox(mailbox);
      w.raw(' (');
      entries.forEach((entry, i) => (i > 0 ? w.sp() : w).astring(entry));
      w.raw(')');
    },
    collect(response) {
      if (response.type !== 'metadata') return false;
      found.push(...response.entries);
      return true;
    },
    finish: () => found,
  };
}

/** SETMETADATA (RFC 5464 §4.3); null removes. */
export const setMetadata = (
  mailbox: MailboxName,
  entries: ReadonlyMap<string, string | null>,
): Command<void> => ({
  name: 'SETMETADATA',
  lane: 'alone',
  idempotent: true,
  write(w) {
    w.raw('SETMETADATA ');
    if (mailbox === '') w.string('');
    else w.mailbox(mailbox);
    w.raw(' (');
    let n = 0;
    for (const [entry, value] of entries) {
      if (n++ > 0) w.sp();
      w.astring(entry).sp();
      if (value === null) w.raw('NIL');
      else if (/[\r\n]/.test(value)) w.literal(encodeUtf8(value));
      else w.private(value);
    }
    w.raw(')');
  },
  finish: () => undefined,
});
