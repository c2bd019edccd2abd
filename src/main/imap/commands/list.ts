import type { Command } from '../session/command';
import type { ListEntry, MailboxStatus } from '../types';
import type { StatusItem } from './status';

export interface ListOptions {
  readonly reference?: string;
  /** `%` stops at the delimiter, `*` does not. */
  readonly patterns?: readonly string[];
  /** Only subscribed ones (RFC 5258 §3.1, else LSUB). */
  readonly subscribed?: boolean;
  /** Counters with each (RFC 5819); ignored without LIST-STATUS. */
  readonly status?: readonly StatusItem[];
  /** RFC 5258 RETURN options and selection; false for servers that advertise but fail. */
  readonly extended?: boolean;
}

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
      if (form === 'extended' && options.subscribed === true) w.raw('(SUBSCRIBED) ');
      w.string(options.reference ?? '').sp();
      if (form === 'extended' && patterns.length > 1) {
        w.raw('(');
        patterns.forEach((pattern, i) => (i > 0 ? w.sp() : w).pattern(pattern));
        w.raw(')');
      } else w.pattern(patterns[0] ?? '*');
      if (form !== 'extended') return;
      const returns = ['SUBSCRIBED', 'CHILDREN'];
      if (capabilities.has('SPECIAL-USE')) returns.push('SPECIAL-USE');
      if (options.status && capabilities.has('LIST-STATUS'))
        returns.push(`STATUS (${options.status.join(' ')})`);
      w.raw(` RETURN (${returns.join(' ')})`);
    },
    collect(response) {
      if (response.type === 'list') {
        entries.push(response.entry);
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
