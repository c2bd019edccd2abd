import PostalMime from 'postal-mime';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { createDemoMailbox, type DemoMailbox } from './demo-mailbox';
import { pdf, png, zip } from './mailbox/files';
import type { WorldMessage } from './mail-world';

let clock: ManualClock;
let demo: DemoMailbox;
beforeEach(() => {
  clock = new ManualClock();
  demo = createDemoMailbox(clock);
});
const all = (): WorldMessage[] =>
  [...demo.world.account('ada@tern.example').mailboxes.values()].flatMap(({ messages }) => messages);
const send = (to: string[], raw: string): void =>
  demo.world.accept({
    from: 'ada@tern.example',
    to,
    raw,
    at: clock.now(),
    user: 'ada@tern.example',
    params: {},
  });

describe('the demo mailbox', () => {
  it('has some 300 messages in nine folders, some unread, starred and answered, none from the future', () => {
    const { mailboxes } = demo.world.account('ada@tern.example');
    const counts = Object.fromEntries([...mailboxes].map(([name, { messages }]) => [name, messages.length]));
    expect(all().length).toBeGreaterThanOrEqual(270);
    expect(Object.keys(counts)).toHaveLength(9);
    expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(3);
    const inbox = demo.world.mailbox('ada@tern.example', 'INBOX');
    expect(inbox.unseen).toBeGreaterThan(5);
    expect(all().filter((message) => message.has('\\Flagged')).length).toBeGreaterThan(4);
    expect(all().filter((message) => message.has('\\Answered')).length).toBeGreaterThan(2);
    for (const { internalDate } of all()) expect(internalDate).toBeLessThanOrEqual(clock.now());
  });

  it('is read by an independent parser exactly as meant', async () => {
    const parsed = await Promise.all(all().map(({ content }) => PostalMime.parse(content.bytes)));
    const subjects = parsed.map(({ subject }) => subject ?? '');
    expect(subjects).toEqual(
      expect.arrayContaining([
        '港の写真展のご案内',
        'Смета на ремонт двигателя',
        'Výkresy trupu – verze 3',
        '🎂🎈',
        'أسعار الأخشاب لهذا الموسم',
      ]),
    );
    expect(subjects.some((subject) => subject.length >= 88)).toBe(true);
    expect(parsed.some(({ to }) => (to?.length ?? 0) >= 40)).toBe(true);
    expect(parsed.some(({ from }) => from?.name === '' && from.address === 'kranforare@kommun.example')).toBe(
      true,
    );
    for (const { text, subject } of parsed) {
      expect(text?.trim(), subject).not.toBe('');
      expect(text, subject).not.toContain('\uFFFD');
    }
    const types = new Set(parsed.flatMap(({ attachments }) => attachments.map(({ mimeType }) => mimeType)));
    expect([...types]).toEqual(
      expect.arrayContaining([
        'application/pdf',
        'image/png',
        'text/csv',
        'application/zip',
        'text/calendar',
      ]),
    );
    expect(
      parsed.some(({ attachments }) => attachments.some(({ contentId }) => contentId !== undefined)),
    ).toBe(true);
  });

  it('has a thread of fourteen', () => {
    const sizes = new Map<string, number>();
    for (const { content } of all()) sizes.set(content.threadId, (sizes.get(content.threadId) ?? 0) + 1);
    expect(Math.max(...sizes.values())).toBe(14);
  });

  it('has lines of at most 998 octets, CRLF everywhere and nothing 8-bit', () => {
    for (const { content, subject } of all()) {
      expect(/[^\r]\n|\r[^\n]|[^\x00-\x7f]/.test(content.raw), subject).toBe(false);
      for (const line of content.raw.split('\r\n')) expect(line.length, subject).toBeLessThanOrEqual(998);
    }
  });

  it('is the same twice', () => {
    const again = createDemoMailbox(new ManualClock()).world.account('ada@tern.example');
    const raws = [...again.mailboxes.values()].flatMap(({ messages }) =>
      messages.map(({ content }) => content.raw),
    );
    expect(raws).toEqual(all().map(({ content }) => content.raw));
  });
});

describe('what one sends', () => {
  const message =
    'Message-ID: <mine@tern.example>\r\nSubject: =?utf-8?Q?Caf=C3=A9?=\r\n\r\nSee you at six?\r\n';

  it('arrives at the other account, and known correspondents answer two seconds later', async () => {
    const inbox = demo.world.mailbox('ada@tern.example', 'INBOX');
    const before = inbox.messages.length;
    send(['bo@tern.example', 'hanako@minato.example', 'stranger@nowhere.example'], message);
    expect(demo.world.mailbox('bo@tern.example', 'INBOX').messages.at(-1)?.content.raw).toContain(
      '<mine@tern.example>',
    );
    clock.advance(1999);
    expect(inbox.messages).toHaveLength(before);
    clock.advance(1);
    expect(inbox.messages).toHaveLength(before + 1);
    clock.advance(5000);
    expect(inbox.messages).toHaveLength(before + 2);
    const answers = await Promise.all(
      inbox.messages.slice(before).map(({ content }) => PostalMime.parse(content.bytes)),
    );
    expect(answers.map(({ subject, from, inReplyTo }) => [subject, from?.address, inReplyTo])).toEqual([
      ['Re: Café', 'bo@tern.example', '<mine@tern.example>'],
      ['Re: Café', 'hanako@minato.example', '<mine@tern.example>'],
    ]);
    expect(answers[0]?.text).toContain('Café');
    expect(answers[0]?.text).toContain('> See you at six?');
  });

  it('is answered no more once the demo is closed', () => {
    send(['bo@tern.example'], message);
    demo.close();
    expect(clock.pending).toBe(0);
    send(['bo@tern.example'], message);
    expect(clock.pending).toBe(0);
  });
});

describe('files drawn in code', () => {
  it('are what they say', () => {
    expect(png(3, 2, () => [1, 2, 3]).slice(1, 4)).toBe('PNG');
    const page = pdf(['Hello (there)']);
    const start = Number(/startxref\n(\d+)/.exec(page)?.[1]);
    expect(page.slice(start, start + 4)).toBe('xref');
    expect(zip([['a.txt', 'hello']]).slice(0, 4)).toBe('PK\x03\x04');
  });
});
