import type { ModSeq } from '@shared/model/ids';
import type { FetchedMessage, Response, ResponseCode } from '../types';
import type { ImapEvent } from './events';
import type { MailboxView } from './mailbox-view';

/**
 * Takes untagged data into the view of the selected mailbox.
 * @returns the event that it is if no command has asked for it, else null.
 */
export function observe(
  response: Exclude<Response, { type: 'fetch' }>,
  view: MailboxView | null,
): ImapEvent | null {
  switch (response.type) {
    case 'exists': {
      const previous = view ? view.setExists(response.count) : null;
      return previous === null ? null : { type: 'exists', count: response.count, previous };
    }
    case 'recent':
      return { type: 'recent', count: response.count };
    case 'expunge': {
      const uid = view?.expunge(response.seq);
      return uid === undefined ? null : { type: 'expunge', seq: response.seq, uid };
    }
    case 'vanished': {
      const uids = response.earlier || !view ? response.uids : view.vanish(response.uids);
      return { type: 'vanished', uids, earlier: response.earlier };
    }
    case 'flags':
      if (view) view.flags = response.flags;
      return { type: 'flags', flags: response.flags };
    case 'status':
      return { type: 'status', status: response.status };
    case 'list':
      return { type: 'list', entry: response.entry };
    case 'metadata':
      return {
        type: 'metadata',
        mailbox: response.mailbox,
        names: response.entries.map((entry) => entry.name),
      };
    default:
      return null;
  }
}

/** What a FETCH response says of the selected mailbox; its UID where the response left it out and it is known. */
export function seeMessage(message: FetchedMessage, view: MailboxView | null): void {
  if (!view) return;
  if (message.uid !== null) view.learnUid(message.seq, message.uid);
  else message.uid = view.uidOf(message.seq);
  if (message.modseq?.ok) view.seeModSeq(message.modseq.value);
}

export function fetchEvent(message: FetchedMessage): ImapEvent {
  const flags = message.flags?.ok ? message.flags.value : null;
  const modseq = message.modseq?.ok ? message.modseq.value : null;
  return { type: 'fetch', uid: message.uid, flags, modseq, message };
}

/** Takes a response code about the selected mailbox into its view (RFC 9051 §7.1). */
export function observeCode(code: ResponseCode, view: MailboxView | null): ImapEvent | null {
  switch (code.name) {
    case 'PERMANENTFLAGS':
      if (view) view.permanentFlags = code.flags;
      return { type: 'permanentflags', flags: code.flags };
    case 'UIDVALIDITY':
      if (!view || view.uidValidity === 0 || code.value === view.uidValidity) return null;
      view.markDirty('uidvalidity-changed');
      return { type: 'uidvalidity', value: code.value, expected: view.uidValidity };
    case 'UIDNEXT':
      view?.setUidNext(code.value);
      return { type: 'uidnext', value: code.value };
    case 'HIGHESTMODSEQ':
      view?.setHighestModSeq(code.value as ModSeq);
      return { type: 'highestmodseq', value: code.value as ModSeq };
    case 'INPROGRESS':
      return { type: 'progress', tag: code.tag, done: code.done, total: code.total };
    case 'OTHER':
      return code.atom === 'NOTIFICATIONOVERFLOW' ? { type: 'notification-overflow' } : null;
    default:
      return null;
  }
}
