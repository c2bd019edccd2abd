import { describe, expect, it } from 'vitest';
import type { Address, Envelope } from '@shared/model/message';
import { quoteText, replyHeaders } from './reply';

const at = (...addresses: string[]): Address[] => addresses.map((address) => ({ name: '', address }));
const ORIGINAL: Envelope = {
  subject: 'Plan',
  from: at('ann@x.cz'),
  sender: [],
  replyTo: [],
  to: at('me@x.cz', 'bob@x.cz'),
  cc: at('cyd@x.cz', 'ANN@x.cz', 'me@work.cz'),
  bcc: [],
  date: 0,
  messageId: '2@x',
  inReplyTo: ['1@x'],
  references: ['0@x', '1@x'],
  extra: {},
};
const MINE = ['Me@x.cz', 'me@work.cz'];
const reply = (mode: 'reply' | 'reply-all' | 'reply-list' | 'forward', more: Partial<Envelope> = {}) =>
  replyHeaders({ original: { ...ORIGINAL, ...more }, myAddresses: MINE, mode });
const addresses = (list: readonly Address[]): string[] => list.map(({ address }) => address);

describe('replyHeaders', () => {
  it('answers the author, or where the author asks to', () => {
    expect(addresses(reply('reply').to)).toEqual(['ann@x.cz']);
    expect(addresses(reply('reply', { replyTo: at('desk@x.cz') }).to)).toEqual(['desk@x.cz']);
    expect(addresses(reply('reply', { from: at('me@x.cz') }).to)).toEqual(['me@x.cz', 'bob@x.cz']);
  });

  it('answers all but oneself, each once', () => {
    const { to, cc } = reply('reply-all');
    expect(addresses(to)).toEqual(['ann@x.cz', 'bob@x.cz']);
    expect(addresses(cc)).toEqual(['cyd@x.cz']);
    const note = reply('reply-all', { from: at('me@x.cz'), to: at('me@x.cz'), cc: [] });
    expect(addresses(note.to)).toEqual(['me@x.cz']);
  });

  it('answers the list, whose URL can say nothing else', () => {
    const list = { 'list-post': '<mailto:news@lists.cz?subject=x&attach=/etc/passwd>' };
    expect(reply('reply-list', { extra: list })).toMatchObject({ to: at('news@lists.cz'), cc: [] });
    expect(addresses(reply('reply-list', { extra: { 'list-post': 'NO' } }).to)).toEqual([
      'ann@x.cz',
      'bob@x.cz',
    ]);
    const forged = { 'list-post': '<mailto:a@b.cz%0d%0aBcc:x@y.cz>' };
    expect(addresses(reply('reply-list', { extra: forged }).to)).toEqual(['ann@x.cz', 'bob@x.cz']);
  });

  it('threads (RFC 5322 §3.6.4), within reason', () => {
    expect(reply('reply')).toMatchObject({ inReplyTo: ['2@x'], references: ['0@x', '1@x', '2@x'] });
    expect(reply('reply', { references: [] }).references).toEqual(['1@x', '2@x']);
    expect(reply('reply', { references: [], inReplyTo: ['a@x', 'b@x'] }).references).toEqual(['2@x']);
    expect(reply('reply', { messageId: '' })).toMatchObject({ inReplyTo: [], references: ['0@x', '1@x'] });
    expect(reply('forward')).toMatchObject({
      to: [],
      cc: [],
      inReplyTo: [],
      references: ['0@x', '1@x', '2@x'],
    });
    const long = reply('reply', { references: Array.from({ length: 500 }, (_, i) => `${i}@x`) }).references;
    expect([long.length, long[0], long.at(-1)]).toEqual([40, '0@x', '2@x']);
  });

  it.each([
    ['Plan', 'Re: Plan', 'Fwd: Plan'],
    ['Re: Plan', 'Re: Plan', 'Fwd: Re: Plan'],
    ['AW: RE: re[2]: Plan', 'Re: Plan', 'Fwd: AW: RE: re[2]: Plan'],
    ['SV: Plan', 'Re: Plan', 'Fwd: SV: Plan'],
    ['Odp: Plan', 'Re: Plan', 'Fwd: Odp: Plan'],
    ['回复：计划', 'Re: 计划', 'Fwd: 回复：计划'],
    ['Отв: План', 'Re: План', 'Fwd: Отв: План'],
    ['Fwd: Plan', 'Re: Fwd: Plan', 'Fwd: Plan'],
    ['WG: FW: Plan', 'Re: WG: FW: Plan', 'Fwd: Plan'],
    ['Resume: Plan', 'Re: Resume: Plan', 'Fwd: Resume: Plan'],
    ['', 'Re:', 'Fwd:'],
  ])('%s', (subject, asReply, asForward) => {
    expect(reply('reply', { subject }).subject).toBe(asReply);
    expect(reply('forward', { subject }).subject).toBe(asForward);
  });
});

it('an answer to a letter of one’s own that asks answers to go elsewhere goes to whom it was written', () => {
  const original = { ...ORIGINAL, from: at('me@x.cz'), replyTo: at('office@x.cz'), to: at('bob@x.cz') };
  const to = (myReplyTo: string[]) =>
    replyHeaders({ original, myAddresses: ['me@x.cz'], myReplyTo, mode: 'reply' }).to;
  expect(to(['Office@x.cz'])).toEqual(at('bob@x.cz'));
  // A form on the web, in one's name, for a customer.
  expect(to([])).toEqual(at('office@x.cz'));
});

describe('quoteText', () => {
  it('quotes, deepens, and drops the signature', () => {
    expect(quoteText('Hello\r\n\r\n> old\n>> older\nbye\n\n-- \nAnn', 'Ann wrote:')).toBe(
      'Ann wrote:\n> Hello\n>\n>> old\n>>> older\n> bye',
    );
    expect(quoteText('x', '')).toBe('> x');
  });

  it('keeps the earlier letters that are quoted below a signature', () => {
    expect(quoteText('Yes.\n-- \nAnn\n\nBo wrote:\n> Shall we?', '')).toBe(
      '> Yes.\n> -- \n> Ann\n>\n> Bo wrote:\n>> Shall we?',
    );
  });
});
