import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Draft, ReplyMode } from '@shared/contract/compose';
import { parseMessageKey, section } from '@shared/model/ids';
import { parseEnvelope } from '@main/mime/parse-envelope';
import { Bench, USER } from '../fakes/bench';

let bench: Bench;

const put = (raw: string, mailbox = 'INBOX'): void => {
  bench.world.append(bench.world.account(USER), bench.box(mailbox), raw.replace(/\n/g, '\r\n'));
};
const ref = (subject: string) => parseMessageKey(bench.key('INBOX', subject));
async function given(...raws: string[]): Promise<void> {
  bench = new Bench('everything');
  for (const raw of raws) put(raw);
  await bench.start();
  await bench.ui.api.updateAccount({
    account: {
      ...bench.account,
      identities: [
        ...bench.account.identities,
        {
          id: 'work',
          name: 'Dr. Ada',
          address: 'ada.work@tern.example',
          replyTo: 'office@tern.example',
          organization: 'Žižkov & Co.',
          signature: 'Dr. Ada\nOffice',
          bccSelf: true,
        },
      ],
    },
  });
  await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
  await bench.quiet();
}
const reply = (
  subject: string,
  mode: ReplyMode,
  words?: Parameters<typeof bench.ui.api.replyDraft>[0]['words'],
) => bench.ui.api.replyDraft({ ref: ref(subject), mode, ...(words ? { words } : {}) });
const addresses = (people: readonly { readonly address: string }[]): string[] => people.map((p) => p.address);
async function sendOff(draft: Draft, change: Partial<Draft['content']> = {}): Promise<string> {
  await bench.ui.api.send({ id: draft.id, base: draft.version, content: { ...draft.content, ...change } });
  await vi.waitFor(async () => expect(await bench.ui.api.outbox({})).toEqual([]), 5_000);
  return bench.world.accepted.at(-1)?.raw ?? '';
}

const FROM_BO = 'From: Bo Ek <bo@far.example>\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n';

describe('writing', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it('answers as the identity it was sent to, a tagged address included, and never to oneself', async () => {
    await given(
      `${FROM_BO}To: Ada <${USER}>, ada.work+orders@tern.example\nCc: Cy <cy@far.example>, ${USER}\nSubject: Order\nMessage-ID: <o1@x>\nReferences: <o0@x>\n\nHello\n`,
    );
    const tagged = await reply('Order', 'reply-all');
    expect(addresses([...tagged.content.to, ...tagged.content.cc])).toEqual([
      'bo@far.example',
      'cy@far.example',
    ]);
    expect(tagged.content).toMatchObject({ inReplyTo: ['o1@x'], references: ['o0@x', 'o1@x'] });
    put(`${FROM_BO}To: ada.work+orders@tern.example\nSubject: Tagged\nMessage-ID: <o2@x>\n\nHello\n`);
    await bench.quiet();
    const work = await reply('Tagged', 'reply');
    expect(work.content.identity).toBe('work');
    const raw = await sendOff(work, { text: 'Yes' });
    expect(raw).toMatch(/^From: "?Dr\. Ada"? <ada\.work@tern\.example>\r$/m);
    expect(raw).toMatch(/^Reply-To: office@tern\.example\r$/m);
    expect(raw).toMatch(/^Organization: =\?utf-8\?/m);
    expect(bench.world.accepted.at(-1)?.to).toEqual(['bo@far.example', 'ada.work@tern.example']);
    expect(raw).not.toMatch(/^Bcc/m);
  });

  it('a letter that is sent twice at once goes out once', async () => {
    await given();
    const draft = await bench.ui.api.newDraft({ account: bench.account.id });
    const content = { ...draft.content, to: [{ name: '', address: 'bo@far.example' }], subject: 'Once' };
    const send = () => bench.ui.api.send({ id: draft.id, base: draft.version, content });
    const ends = await Promise.allSettled([send(), send(), send()]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const end of ends)
      if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'draft-gone' });
    await vi.waitFor(async () => expect(await bench.ui.api.outbox({})).toEqual([]), 5_000);
    expect(bench.world.accepted.filter(({ raw }) => raw.includes('Subject: Once'))).toHaveLength(1);
    expect(await bench.ui.api.drafts({})).toEqual([]);
  });

  describe('D3 what another window saves', () => {
    const to = [{ name: '', address: 'bo@far.example' }];
    const subjects = async () => (await bench.ui.api.drafts({})).map(({ content }) => content.subject).sort();
    const accepted = () => bench.world.accepted.map(({ raw }) => /^Subject: (.*?)\r$/m.exec(raw)?.[1]);
    async function opened(): Promise<Draft> {
      await given();
      const draft = await bench.ui.api.newDraft({ account: bench.account.id });
      const content = { ...draft.content, to, subject: 'First' };
      return bench.ui.api.saveDraft({ id: draft.id, base: draft.version, content });
    }

    it('… while the letter is being sent stays a draft, and it is said', async () => {
      const { id, version: base, content } = await opened();
      const sending = bench.ui.api.send({ id, base, content });
      const saved = bench.ui.api.saveDraft({ id, base, content: { ...content, subject: 'Other window' } });
      expect([(await sending).kept, (await saved).id]).toEqual([true, id]);
      await vi.waitFor(() => expect(accepted()).toEqual(['First']), 5_000);
      expect(await subjects()).toEqual(['Other window']);
      await bench.kill();
      await bench.start();
      expect(await subjects()).toEqual(['Other window']);
    });

    it('… before it is sent by a window that has not seen it stays, and can be sent itself, once', async () => {
      const { id, version: base, content } = await opened();
      const other = { ...content, subject: 'Other window' };
      const { version } = await bench.ui.api.saveDraft({ id, base, content: other });
      expect((await bench.ui.api.send({ id, base, content })).kept).toBe(true);
      await expect(bench.ui.api.send({ id, base, content })).rejects.toMatchObject({ code: 'draft-gone' });
      expect((await bench.ui.api.send({ id, base: version, content: other })).kept).toBe(false);
      await vi.waitFor(() => expect(accepted()).toEqual(['First', 'Other window']), 5_000);
      expect(await subjects()).toEqual([]);
    });

    it('… after it was sent becomes a draft of its own; the same words do not', async () => {
      const { id, version: base, content } = await opened();
      await bench.ui.api.send({ id, base, content });
      await expect(bench.ui.api.saveDraft({ id, base, content })).rejects.toMatchObject({
        code: 'draft-gone',
      });
      const late = await bench.ui.api.saveDraft({ id, base, content: { ...content, subject: 'Late' } });
      expect(late.id).not.toBe(id);
      await vi.waitFor(() => expect(accepted()).toEqual(['First']), 5_000);
      expect(await subjects()).toEqual(['Late']);
    });

    it('… the disk being full while it is sent: it can be sent again', async () => {
      const { id, version: base, content } = await opened();
      for (let nth = 1; nth < 40; nth++) {
        bench.disk.failAt(nth, 'ENOSPC');
        const sent = await bench.ui.api.send({ id, base, content }).then(
          () => true,
          () => false,
        );
        if (sent) break;
        expect(await subjects()).toEqual(['First']);
      }
      await vi.waitFor(() => expect(accepted()).toEqual(['First']), 5_000);
      expect(await subjects()).toEqual([]);
    });
  });

  it('answers a list by its List-Post, and one author alone otherwise', async () => {
    await given(
      `${FROM_BO}To: talk@lists.example\nList-Id: <talk.lists.example>\nList-Post: <mailto:talk@lists.example>\nSubject: Talk\n\nHi\n`,
    );
    expect(addresses((await reply('Talk', 'reply-list')).content.to)).toEqual(['talk@lists.example']);
    expect(addresses((await reply('Talk', 'reply')).content.to)).toEqual(['bo@far.example']);
  });

  it('says who wrote what in the language of the writer, and keeps the structure of an HTML original', async () => {
    await given(
      `${FROM_BO}To: ${USER}\nSubject: Table\nContent-Type: text/html; charset=utf-8\n\n<table><tr><td>1</td></tr></table><blockquote>older</blockquote>\n`,
    );
    const words = {
      locale: 'de',
      attribution: 'Am {{when}} schrieb {{who}}:',
      forwarded: '-------- Weitergeleitet --------',
      from: 'Von',
      date: 'Datum',
      subject: 'Betreff',
      to: 'An',
      cc: 'Kopie',
    };
    const { content } = await reply('Table', 'reply', words);
    expect(content.quote?.attribution).toMatch(
      /^Am Samstag, 21\. November 2026.* schrieb Bo Ek <bo@far\.example>:$/,
    );
    expect(content.quote?.html).toContain('<td>1</td>');
    const forward = await reply('Table', 'forward', words);
    expect(forward.content.quote?.text).toContain('Betreff: Table');
    const raw = await sendOff(forward, {
      to: [{ name: '', address: 'cy@far.example' }],
      html: '<p>Look</p>',
      text: 'Look',
    });
    expect(raw).toMatch(/^Content-Type: multipart\/alternative/m);
    expect(raw).toContain('<td>1</td>');
    await bench.quiet();
    expect(bench.box('INBOX').messages[0]?.flags.has('$Forwarded')).toBe(true);
  });

  it('forwards what was attached along, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) % 256));
    await given(
      `${FROM_BO}To: ${USER}\nSubject: Files\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee this\n--b\nContent-Type: application/pdf; name="Smlouva.pdf"\nContent-Disposition: attachment; filename="Smlouva.pdf"\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64').replace(/.{76}/g, '$&\n')}\n--b--\n`,
    );
    const { content } = await reply('Files', 'forward');
    expect(content.attachments).toMatchObject([{ name: 'Smlouva.pdf', type: 'application/pdf', size: 3000 }]);
    const kept = await bench.engine.parts.vault.blobs.get(content.attachments[0]?.blob as never);
    expect(Buffer.compare(Buffer.from(kept), bytes)).toBe(0);
    // An answer brings nothing back to whom it came from.
    expect((await reply('Files', 'reply')).content.attachments).toEqual([]);
  });

  it('forwards a signed message as an attachment without touching a byte of it', async () => {
    const signed = `${FROM_BO}To: ${USER}\nSubject: Signed\nMIME-Version: 1.0\nContent-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"\n\n--s\nContent-Type: text/plain\n\nTrailing space \nFrom here\n--s\nContent-Type: application/pgp-signature\n\nabc\n--s--\n`;
    await given(signed);
    const draft = await reply('Signed', 'forward-attached');
    expect(draft.content.attachments).toMatchObject([{ name: 'Signed.eml', type: 'message/rfc822' }]);
    const raw = await sendOff(draft, { to: [{ name: '', address: 'cy@far.example' }] });
    expect(raw).toContain(signed.replace(/\n/g, '\r\n').trimEnd());
  });

  it('O-04 a letter of one’s own that is attached to another does not tell whom it was sent to in secret', async () => {
    await given(
      `From: Ada <${USER}>\nTo: bo@far.example\nBcc: Secret <secret@far.example>,\n more@far.example\nSubject: Mine\n\nWords\n`,
    );
    const draft = await reply('Mine', 'forward-attached');
    const raw = await sendOff(draft, { to: [{ name: '', address: 'cy@far.example' }] });
    expect(raw).toContain('Subject: Mine\r\n\r\nWords');
    expect(raw).not.toMatch(/secret@|more@|^Bcc/im);
  });

  it('never sends as somebody else when the identity of a draft is gone', async () => {
    await given();
    const draft = await bench.ui.api.newDraft({ account: bench.account.id });
    const content = { ...draft.content, identity: 'private', to: [{ name: '', address: 'bo@far.example' }] };
    await expect(bench.ui.api.send({ id: draft.id, base: draft.version, content })).rejects.toMatchObject({
      code: 'identity-gone',
    });
    expect(await bench.ui.api.drafts({})).toHaveLength(1);
    expect(await sendOff(draft, { ...content, identity: 'work' })).toContain('ada.work@tern.example');
  });

  it('an answer in plain text does not carry the pictures of what it answers', async () => {
    await given(
      `${FROM_BO}To: ${USER}\nSubject: Logo\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Hi <img src="cid:logo@far"></p>\n--b\nContent-Type: image/png\nContent-ID: <logo@far>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n`,
    );
    const to = [{ name: '', address: 'cy@far.example' }];
    const answered = await sendOff(await reply('Logo', 'reply'), { text: 'Yes', to });
    expect(answered).not.toContain('image/png');
    const passedOn = await sendOff(await reply('Logo', 'forward'), { to });
    expect(passedOn).toContain('image/png');
  });

  it('a letter whose text can’t be fetched is not passed on empty', async () => {
    await given(`${FROM_BO}To: ${USER}\nSubject: Words\n\nAll of them\n`);
    bench.imap.add({ verb: 'UID FETCH', act: { do: 'answer', reply: 'NO later' } });
    expect((await reply('Words', 'reply')).content.quote).toBeNull();
    await expect(reply('Words', 'forward')).rejects.toThrow();
    bench.imap.clear();
    expect((await reply('Words', 'forward')).content.quote?.text).toContain('All of them');
  });

  it('edits a message as a new one: its words, people and files, its own Message-ID', async () => {
    await given(`${FROM_BO}To: Cy <cy@far.example>\nSubject: Again\nMessage-ID: <a1@x>\n\nThe words\n`);
    const { content } = await reply('Again', 'edit-as-new');
    expect(content).toMatchObject({
      subject: 'Again',
      text: 'The words',
      to: [{ name: 'Cy', address: 'cy@far.example' }],
      inReplyTo: [],
      relates: null,
    });
  });

  it('asks for receipts only when it is wanted', async () => {
    await given(`${FROM_BO}To: ${USER}\nSubject: Q\n\nHi\n`);
    const plain = await sendOff(await reply('Q', 'reply'));
    expect(plain).not.toMatch(/Disposition-Notification-To/i);
    expect(
      bench.smtp.log.filter(({ verb }) => verb === 'RCPT').every(({ line }) => !line.includes('NOTIFY')),
    ).toBe(true);
    const asked = await sendOff(await reply('Q', 'reply'), { receipts: { read: true, delivery: true } });
    expect(asked).toMatch(/^Disposition-Notification-To: ada@tern\.example\r$/m);
    expect(bench.smtp.log.filter(({ verb }) => verb === 'RCPT').at(-1)?.line).toContain(
      'NOTIFY=SUCCESS,FAILURE,DELAY',
    );
  });

  it('answers an invitation to its organiser, only when asked to', async () => {
    await given(
      `${FROM_BO}To: ada.work@tern.example\nSubject: Meet\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nCome\n--c\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:u1@far\nSEQUENCE:2\nDTSTART:20261201T090000Z\nSUMMARY:Porada\\, velmi dlouhá a důležitá porada o rozpočtu na příští rok a o všem\nORGANIZER;CN=Bo:mailto:bo@far.example\nATTENDEE:mailto:ada.work@tern.example\nBEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:alarm\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n--c--\n`,
    );
    expect(bench.world.accepted).toEqual([]);
    const event = { ref: ref('Meet'), uid: 'u1@far', recurrence: '' };
    expect(await bench.ui.api.givenAnswer(event)).toBeNull();
    const answered = await bench.ui.api.answerInvitation({
      ref: ref('Meet'),
      section: section('2'),
      participation: 'ACCEPTED',
      words: { subject: 'Accepted', text: 'Accepted: Porada' },
    });
    expect(answered).toMatchObject({ participation: 'ACCEPTED', sequence: 2 });
    await vi.waitFor(() => expect(bench.world.accepted).toHaveLength(1), 5_000);
    const [mail] = bench.world.accepted;
    expect(mail).toMatchObject({ to: ['bo@far.example'], from: 'ada.work@tern.example' });
    const raw = mail?.raw ?? '';
    expect(raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REPLY\r$/m);
    const part = raw.slice(raw.indexOf('text/calendar'));
    const decoded = Buffer.from(
      (part.split('\r\n\r\n')[1] ?? '')
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString('utf8');
    expect(decoded).toContain('METHOD:REPLY');
    expect(decoded).toContain('UID:u1@far\r\nSEQUENCE:2\r\n');
    expect(decoded.replace(/\r\n /g, '')).toContain(
      'ATTENDEE;PARTSTAT=ACCEPTED;CN="Dr. Ada":mailto:ada.work@tern.example',
    );
    expect(decoded).not.toContain('alarm');
  });

  it('remembers what was answered to an invitation over a kill, replaces it, and forgets what was taken back', async () => {
    await given(
      `${FROM_BO}To: ada.work@tern.example\nSubject: Meet\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:u1@far\nRECURRENCE-ID:20261201T090000Z\nORGANIZER:mailto:bo@far.example\nEND:VEVENT\nEND:VCALENDAR\n`,
    );
    const event = { ref: ref('Meet'), uid: 'u1@far', recurrence: '20261201T090000Z' };
    const answer = (participation: 'ACCEPTED' | 'DECLINED') =>
      bench.ui.api.answerInvitation({
        ref: ref('Meet'),
        section: section('1'),
        participation,
        words: { subject: 'Re', text: 'Re' },
      });
    await answer('ACCEPTED');
    await vi.waitFor(async () =>
      expect(await bench.ui.api.givenAnswer(event)).toMatchObject({
        participation: 'ACCEPTED',
        waiting: false,
      }),
    );
    await bench.kill();
    await bench.start();
    await bench.quiet();
    expect(await bench.ui.api.givenAnswer(event)).toMatchObject({ participation: 'ACCEPTED', sequence: 0 });
    expect(await bench.ui.api.givenAnswer({ ...event, recurrence: '' })).toBeNull();
    // Changed offline, then taken back out of the Outbox: what was sent holds.
    await bench.offline(true);
    expect(await answer('DECLINED')).toMatchObject({ participation: 'DECLINED', waiting: true });
    const [item] = await bench.ui.api.outbox({});
    if (!item) throw new Error('nothing in the outbox');
    expect(await bench.ui.api.undoSend({ id: item.id })).toMatchObject({ taken: true });
    expect(await bench.ui.api.givenAnswer(event)).toMatchObject({
      participation: 'ACCEPTED',
      waiting: false,
    });
  });

  it('O-05 what the envelope says is what the header shows, whatever an address is dressed up as', async () => {
    await given();
    const draft = await bench.ui.api.newDraft({ account: bench.account.id, to: '' });
    const people = [
      { name: 'Friend (really) <boss@bank.example>', address: '"a@evil.example"@good.example' },
      { name: 'Team: one, two;', address: 'Team.Lead+x@good.example' },
      { name: 'trusted@bank.example', address: '"semi;colon, comma"@good.example' },
    ];
    const raw = await sendOff(draft, { to: people, subject: 'Dressed up', text: 'x' });
    const accepted = bench.world.accepted.at(-1);
    const shown = parseEnvelope(Buffer.from(raw, 'latin1')).to;
    expect(shown.map(({ address }) => address)).toEqual(people.map(({ address }) => address));
    expect(accepted?.to).toEqual(shown.map(({ address }) => address));
    expect(shown.map(({ name }) => name)).toEqual(people.map(({ name }) => name));
  });

  it('O-03 emoji and lone surrogates: what is announced is what arrives', async () => {
    await given();
    const draft = await bench.ui.api.newDraft({ account: bench.account.id, to: 'Bo <bo@far.example>' });
    const saved = await bench.ui.api.saveDraft({
      id: draft.id,
      base: draft.version,
      content: { ...draft.content, subject: '🐦 \ud800 příliš', text: '👩‍👩‍👧 \udfff konec' },
    });
    await bench.ui.api.closeDraft({ id: saved.id });
    await vi.waitFor(() => expect(bench.box('Drafts').messages).toHaveLength(1), 5_000);
    const line = bench.imap.log.find(({ verb }) => verb === 'APPEND')?.line ?? '';
    const announced = Number(/\{(\d+)[+-]?\}/.exec(line)?.[1]);
    const raw = bench.box('Drafts').messages[0]?.content.raw ?? '';
    expect(Buffer.byteLength(raw, 'latin1')).toBe(announced);
    expect(raw).not.toMatch(/[^\x00-\x7f]/);
  });
});
