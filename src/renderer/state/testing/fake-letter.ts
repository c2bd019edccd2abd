import type { MessageDetail } from '@shared/contract/view-api';
import {
  type AccountId,
  type Generation,
  type MailboxId,
  messageKey,
  section,
  type Uid,
} from '@shared/model/ids';
import { EMPTY_ENVELOPE } from '@shared/model/message';

/** What every attached message of the fake is. */
export function attachedLetter(account: AccountId): MessageDetail {
  const ref = { mailbox: 'letter:1' as MailboxId, generation: 0 as Generation, uid: 1 as Uid };
  const text =
    'The crane is booked for Thursday, seven in the morning.\n\nBring the long ropes.\n\n> Which ropes?\n';
  return {
    key: messageKey(ref),
    ref,
    account,
    mailbox: ref.mailbox,
    envelope: {
      ...EMPTY_ENVELOPE,
      subject: 'The crane, the ropes and everything else that has to be on the quay before the lift begins',
      from: [{ name: 'Bo Ek', address: 'bo@harbour.example' }],
      to: [{ name: 'Jana Nováková', address: 'jana@example.com' }],
      date: Date.UTC(2026, 3, 2, 7, 30),
    },
    structure: null,
    preview: '',
    identity: 'letter',
    date: Date.UTC(2026, 3, 2, 7, 30),
    size: 1_200,
    flags: 0,
    keywords: [],
    labels: [],
    pending: 0,
    body: {
      identity: 'letter',
      parts: [{ section: section('1'), type: 'text/plain', text, flowed: false, delsp: false }],
      notices: [],
    },
  };
}
