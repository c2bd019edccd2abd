import type { Uid } from '@shared/model/ids';
import { UidSet } from '../sets';
import type { Command } from '../session/command';
import type { MailboxName } from '../types';
import { appendResult, writeMessage, type AppendMessage, type AppendResult } from './append';

/** UID REPLACE (RFC 8508 §3.4): the new message comes and the old one goes in one step. */
export function replace(uid: Uid, mailbox: MailboxName, message: AppendMessage): Command<AppendResult> {
  let answer: AppendResult = null;
  return {
    name: 'UID REPLACE',
    lane: { answers: ['APPEND'], uids: UidSet.of(uid), writes: true },
    idempotent: false,
    write(w) {
      w.raw(`UID REPLACE ${String(uid)} `)
        .mailbox(mailbox)
        .sp();
      writeMessage(w, message);
    },
    collect(response) {
      if (response.type !== 'condition' || response.code?.name !== 'APPENDUID') return false;
      answer = appendResult(response.code);
      return true;
    },
    finish: (done) => appendResult(done.code) ?? answer,
  };
}
