import type { Capabilities } from '../capabilities';
import type { Command } from '../session/command';
import type { ListEntry, MailboxStatus } from '../types';
import type { StatusItem } from './status';

/** Which mailboxes, and what to say of each. */
export interface ListOptions {
  readonly reference?: string;
  /** `%` stops at the delimiter, `*` does not. */
  readonly patterns?: readonly string[];
  /** Only subscribed ones (RFC 5258 §3.1, else LSUB). */
  readonly subscribed?: boolean;
  /** Those on other servers too (RFC 5258 §3.1); asked for only with LIST-EXTENDED. */
  readonly remote?: boolean;
  /** With `subscribed` also parents of subscribed ones, with CHILDINFO (RFC 5258 §3.1). */
  readonly recursive?: boolean;
  /** Only those with a special use (RFC 6154 §2); asked for only with LIST-EXTENDED and SPECIAL-USE. */
  readonly specialUse?: boolean;
  /** Counters with each (RFC 5819); ignored without LIST-STATUS. */
  readonly status?: readonly StatusItem[];
  /** RFC 5258 RETURN options and selection; false for servers that advertise but fail. */
  readonly extended?: boolean;
}

/** A mailbox as LIST gives it, with its counters where LIST-STATUS brought them (RFC 5819). */
export type ListedMailbox = ListEntry & { readonly status?: MailboxStatus };

export type ListForm = 'extended' | 'plain' | 'lsub' | 'xlist';

/** LIST, LIST-EXTENDED, LSUB or XLIST (RFC 9051 §6.3.9, RFC 3501 §6.3.9, RFC 6154). */
export function list(form: ListForm, options: ListOptions): Command<ListedMailbox[]> {
  const entries: ListEntry[] = [];
  const byWire = new Map<string, MailboxStatus>();
  const patterns = options.patterns ?? ['*'];
  const word = form === 'lsub' ? 'LSUB' : form === 'xlist' ? 'XLIST' : 'LIST';
  return {
    name: word,
    lane: { answers: options.status ? ['LIST', 'STATUS'] : ['LIST'] },
    idempotent: true,
    write(w, state) {
      const { capabilities } = state;
      w.raw(`${word} `);
      const selection = form === 'extended' ? selects(options, capabilities) : [];
      if (selection.length > 0) w.raw(`(${selection.join(' ')}) `);
      w.string(options.reference ?? '').sp();
      if (form === 'extended' && patterns.length > 1) {
        w.raw('(');
        patterns.forEach((pattern, i) => (i > 0 ? w.sp() : w).pattern(pattern));
        w.raw(')');
      } else w.pattern(patterns[0] ?? '*');
      if (form !== 'extended') return;
      // LIST-STATUS may be there without the rest of RFC 5258.
      const returns = capabilities.has('LIST-EXTENDED') ? ['SUBSCRIBED', 'CHILDREN'] : [];
      if (capabilities.has('SPECIAL-USE')) returns.push('SPECIAL-USE');
      if (options.status && capabilities.has('LIST-STATUS'))
        returns.push(`STATUS (${options.status.join(' ')})`);
      w.raw(` RETURN (${returns.join(' ')})`);
    },
    collect(response) {
      if (response.type === 'list') {
        entries.push(asInbox(response.entry));
        return true;
      }
      if (response.type === 'status' && options.status) {
        byWire.set(response.status.wire, response.status);
        return true;
      }
      return false;
    },
    finish: () =>
      entries.map((entry) => {
        const status = byWire.get(entry.wire);
        return status ? { ...entry, status } : entry;
      }),
  };
}

/** XLIST names INBOX in the language of the account; its own name is INBOX all the same. */
const asInbox = (entry: ListEntry): ListEntry =>
  entry.kind === 'XLIST' && entry.attributes.includes('\\inbox')
    ? { ...entry, wire: 'INBOX', name: 'INBOX' }
    : entry;

function selects(options: ListOptions, capabilities: Capabilities): string[] {
  if (!capabilities.has('LIST-EXTENDED')) return [];
  const out: string[] = [];
  if (options.subscribed === true) out.push('SUBSCRIBED');
  if (options.remote === true) out.push('REMOTE');
  if (options.specialUse === true && capabilities.has('SPECIAL-USE')) out.push('SPECIAL-USE');
  // RECURSIVEMATCH may not stand alone (RFC 5258 §3.1).
  if (options.recursive === true && options.subscribed === true) out.push('RECURSIVEMATCH');
  return out;
}
