import type { GivenAnswer, ReceiptWords } from '@shared/contract/compose';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, MessageRef, OutboxId, Section } from '@shared/model/ids';
import type { Address, BodyPart, MessageRow } from '@shared/model/message';
import type { JournalRecord } from '@shared/ports/vault';
import { addrSpec } from '../mime/build/address';
import { buildMessage, newMessageId } from '../mime/build/build-message';
import { calendarReply, type Participation } from '../mime/build/calendar-reply';
import type { OutgoingMessage } from '../mime/build/outgoing';
import { decodePart } from '../mime/decode-part';
import { parseAddresses } from '../mime/parse-addresses';
import type { EventName, GivenAnswers } from './given-answers';
import { identityFor, outboxIdOf } from './identity-for';
import type { WritingPorts } from './writing';

interface Sent {
  readonly account: AccountId;
  readonly outbox: OutboxId;
  readonly messageId: string;
}

export interface AnswersPorts extends Pick<
  WritingPorts,
  'account' | 'accountOf' | 'row' | 'outbox' | 'shelf' | 'clock' | 'crypto'
> {
  readonly given: GivenAnswers;
  /** A part, transfer encoding undone. */
  part(ref: MessageRef, section: Section): Promise<Uint8Array>;
  /** Marks a message, as an operation. */
  mark(ref: MessageRef, flag: string): Promise<void>;
}

/** Short answers that programs understand: receipts and replies to invitations. Sent only because the person said so. */
export class Answers {
  constructor(private readonly ports: AnswersPorts) {}

  /**
   * A read receipt (RFC 8098), or the note that none will be sent. `$MDNSent` is set either way, so that no program of this
   * account asks again (RFC 3503).
   * @param shown whom the person was told of: a message may ask for hundreds. None: nothing is sent.
   * @throws MailError `no-receipt-wanted`, `bad-address`.
   */
  async receipt(ref: MessageRef, shown: readonly string[], words: ReceiptWords): Promise<void> {
    if (shown.length === 0) {
      await this.ports.mark(ref, MDN_SENT);
      return;
    }
    const { row, from } = await this.#about(ref);
    const { envelope } = row;
    const told = new Set(shown.map((address) => address.toLowerCase()));
    const to = parseAddresses(envelope.extra['disposition-notification-to'] ?? '').filter(({ address }) =>
      told.has(address.toLowerCase()),
    );
    if (to.length === 0) {
      throw new MailError({
        kind: 'refused',
        code: 'no-receipt-wanted',
        message: 'The message asks for no receipt',
      });
    }
    const id = envelope.messageId;
    await this.#send(ref, from, {
      to,
      subject: `${words.subject}: ${envelope.subject}`,
      text: words.text,
      inReplyTo: id === '' ? [] : [id],
      references: id === '' ? [] : [id],
      disposition: [
        { name: 'Reporting-UA', value: 'Tern' },
        { name: 'Final-Recipient', value: `rfc822;${addrSpec(from.address)}` },
        ...(id === '' ? [] : [{ name: 'Original-Message-ID', value: `<${id}>` }]),
        { name: 'Disposition', value: 'manual-action/MDN-sent-manually; displayed' },
      ],
      extra: [{ name: 'Auto-Submitted', value: 'auto-replied' }],
    });
  }

  /**
   * The answer to an invitation (RFC 6047), to its organiser only; remembered, and replaced by a later one.
   * @throws MailError `part-missing`, `no-invitation`.
   */
  async invitation(
    ref: MessageRef,
    section: Section,
    participation: Participation,
    words: ReceiptWords,
  ): Promise<GivenAnswer | null> {
    const { row, from } = await this.#about(ref);
    const part = row.structure && partAt(row.structure, section);
    if (!part) {
      throw new MailError({
        kind: 'refused',
        code: 'part-missing',
        message: 'This message has no such part',
      });
    }
    // The very part that the person is looking at: it is here, and can be answered without a connection.
    const bytes = await this.ports.part(ref, section);
    const ics = decodePart({ ...part, type: 'text/plain', encoding: '8bit' }, bytes).text.text;
    const reply = calendarReply(ics, from, participation, this.ports.clock.now());
    if (!reply) {
      throw new MailError({
        kind: 'refused',
        code: 'no-invitation',
        message: 'This is no invitation that can be answered',
      });
    }
    const id = row.envelope.messageId;
    await this.#send(
      ref,
      from,
      {
        to: [{ name: '', address: reply.organizer }],
        subject: `${words.subject}: ${reply.summary || row.envelope.subject}`,
        text: words.text,
        inReplyTo: id === '' ? [] : [id],
        references: id === '' ? [] : [id],
        calendar: { method: 'REPLY', text: reply.text },
      },
      (sent) =>
        this.ports.given.give(reply, {
          ...sent,
          participation,
          at: this.ports.clock.now(),
          sequence: reply.sequence,
        }),
    );
    return this.givenTo(ref, reply);
  }

  givenTo(ref: MessageRef, event: EventName): GivenAnswer | null {
    const account = this.ports.accountOf(ref);
    return account === undefined ? null : this.ports.given.of(account, event);
  }

  async #about(ref: MessageRef): Promise<{ row: MessageRow; from: Address }> {
    const row = await this.ports.row(ref);
    const account = this.ports.accountOf(ref);
    const config = account === undefined ? undefined : this.ports.account(account);
    if (!row || !config)
      throw new MailError({ kind: 'refused', code: 'gone', message: 'The message is gone' });
    const { name, address } = identityFor(config, row.envelope);
    return { row, from: { name, address } };
  }

  async #send(
    ref: MessageRef,
    from: Address,
    what: Pick<OutgoingMessage, 'to' | 'subject' | 'text'> & Partial<OutgoingMessage>,
    also: (sent: Sent) => readonly JournalRecord[] = () => [],
  ): Promise<void> {
    const { clock, crypto, outbox, shelf } = this.ports;
    const account = this.ports.accountOf(ref);
    if (account === undefined) return;
    const messageId = newMessageId(from, crypto);
    const message: OutgoingMessage = { from, cc: [], bcc: [], date: clock.now(), messageId, ...what };
    const stored = await shelf.put(buildMessage(message, { bcc: 'omit' }));
    const id: OutboxId = outboxIdOf(messageId);
    await outbox.enqueue(
      {
        id,
        account,
        subject: what.subject,
        messageId,
        // A notification has no return path of its own, so that it can start no loop (RFC 8098 §2.1).
        from: what.disposition ? '' : addrSpec(from.address),
        to: what.to.map(({ address }) => addrSpec(address)),
        wire: stored,
        filed: stored,
        draft: null,
        ...(what.disposition ? { marks: { ref, flag: MDN_SENT }, unfiled: true } : {}),
      },
      clock.now(),
      also({ account, outbox: id, messageId }),
    );
  }
}

const MDN_SENT = '$MDNSent';

function partAt(part: BodyPart, section: Section): BodyPart | null {
  if (part.section === section && part.children.length === 0) return part;
  for (const child of part.children) {
    const found = partAt(child, section);
    if (found) return found;
  }
  return null;
}
