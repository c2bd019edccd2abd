import type { MessageDetail } from '@shared/contract/view-api';
import { scriptPayloads, withRun } from '../corpora/xss/payloads';
import { content, detail } from './mail-session';

const html = (text: string) => [{ type: 'text/html' as const, text }];
const plain = (text: string) => [{ type: 'text/plain' as const, text }];

const NEWSLETTER = `<html><head><style>
body { margin: 0; background: #eef1f5; font-family: Georgia, serif } .box { max-width: 600px; margin: 0 auto; background: #fff }
h1 { color: #0b4a7a; font-size: 26px; margin: 0 0 12px } .cta { background: #0b62b8; color: #fff; padding: 12px 24px; border-radius: 4px; display: inline-block }
@media (max-width: 500px) { .col { display: block; width: 100% } } #footer { color: #888; font-size: 12px }
</style></head><body bgcolor="#eef1f5"><div style="display:none;max-height:0">Hidden preheader</div>
<table class="box" width="600" align="center" cellpadding="0" cellspacing="0"><tr><td><img src="https://cdn.tides.example/head.jpg" width="600" height="160" alt="Weekly Tides"></td></tr>
<tr><td style="padding:24px"><h1>High water, low prices</h1><p>Friday brings the highest tide of the year. <b>Bring the boats in before six.</b> We have put together what you need to know.</p>
<p><a class="cta" href="https://tides.example/tables">See the tables</a></p></td></tr>
<tr><td><table width="100%"><tr><td class="col" width="50%" style="padding:12px"><img src="https://cdn.tides.example/a.jpg" width="260" height="120" alt="Rope"><p>Rope, 20 % off</p></td>
<td class="col" width="50%" style="padding:12px"><img src="https://cdn.tides.example/b.jpg" width="260" height="120" alt="Lamp"><p>Storm lamps are back</p></td></tr></table></td></tr>
<tr><td id="footer" style="padding:24px">You get this because you signed up. <a href="https://click.track.example/u?x=1">tides.example/unsubscribe</a><img src="https://click.track.example/o.gif" width="1" height="1"></td></tr></table></body></html>`;

const PLAIN = `Hi Jana,

there is a new place by the fish market, https://fishmarket.example/menu?day=thursday. Twelve, or is half past better for you?

> Are we still on for Thursday?
> I could also do Friday.

Thursday is better, Friday I have the harbour committee until two.

On Monday, Jana wrote:
> Dear Anna,
>
> it was good to see you at the regatta. I have been meaning to ask
> whether you would like to have lunch some day this week.
>
> > the photos are on the shared drive
> > two hundred of them
>
> Jana

-- 
Anna Kowalska
Harbour Authority · anna@example.com`;

const people = Array.from({ length: 40 }, (_, n) => ({
  name: n % 3 === 0 ? '' : `Guest ${n} of the Committee`,
  address: `guest${n}@committee.example`,
}));

/** Mails that break layouts and trust, by name. */
export const AWKWARD: Readonly<Record<string, () => readonly MessageDetail[]>> = {
  plain: () => [
    detail({
      parts: plain(PLAIN),
      files: [{ type: 'application/pdf', filename: 'menu.pdf', size: 240_000 }],
    }),
  ],
  newsletter: () => [
    detail({
      from: [{ name: 'Weekly Tides', address: 'news@tides.example' }],
      subject: 'Your tide tables for November',
      parts: html(NEWSLETTER),
    }),
  ],
  simplehtml: () => [
    detail({
      parts: html(
        '<div dir="ltr">Sounds good, <b>half past</b> then.<br><br>Here is <a href="https://fishmarket.example/">the menu</a>.<ul><li>soup</li><li>herring</li></ul></div><div class="gmail_quote"><div>On Mon, Jana wrote:</div><blockquote class="gmail_quote">Are we still on for Thursday?</blockquote></div>',
      ),
    }),
  ],
  arabic: () => [
    detail({
      from: [{ name: 'نور الدين', address: 'nour@example.eg' }],
      subject: 'موعد الاجتماع القادم في ميناء الإسكندرية',
      parts: plain(
        'السلام عليكم،\n\nهل يناسبكم يوم الثلاثاء في الساعة العاشرة صباحا؟ الرابط https://example.eg/meeting\n\nOne paragraph in English.\n\nمع التحية\nنور',
      ),
    }),
  ],
  cjk: () => [
    detail({
      from: [{ name: '佐藤 花子', address: 'hanako@example.jp' }],
      subject: '明日の会議について（資料添付）',
      parts: plain(
        '資料を添付しました。ご確認をお願いいたします。場所は三階の会議室です。よろしくお願いいたします。',
      ),
      files: [
        {
          type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
          filename: '会議資料_最終版_2026年11月_修正済み.pptx',
          size: 4_200_000,
        },
      ],
    }),
  ],
  crowd: () => [
    detail({
      to: people.slice(0, 30),
      cc: people.slice(30),
      subject:
        'Re: Winter schedule of the harbour ferry, including the replacement buses on the northern line',
      parts: plain('I have looked at the draft again and the 7:40 does not work with the school run.'),
    }),
  ],
  /** A link whose words are parted by some that nobody sees. */
  masked: () => [
    detail({
      parts: html(
        '<p><a href="https://evil.example/">https://yourbank<span style="font-size:0"> and </span><span style="display:none">x y</span>.example/</a></p>',
      ),
    }),
  ],
  /** Five thousand lines. */
  tall: () => [detail({ parts: html(`<p>${'line<br>'.repeat(6000)}<b>the last line</b></p>`) })],
  flood: () =>
    Array.from({ length: 500 }, (_, n) =>
      detail({ subject: 'Build failed', flags: 0, parts: html(`<p>Build ${n} failed.</p>`) }),
    ),
  suspicious: () => [
    detail({
      from: [{ name: 'service@yourbank.example', address: 'x8812@mailer.evil.example' }],
      replyTo: [{ name: '', address: 'collect@elsewhere.example' }],
      subject: 'Your account <img src=x onerror=alert(1)>',
      parts: html(
        '<p>Please <a href="https://evil.example/login">https://yourbank.example/login</a> and enter:</p><form action="https://evil.example"><input type="password" name="p"><button>Log in</button></form>',
      ),
      files: [
        { type: 'application/octet-stream', filename: 'invoice\u202efdp.exe', size: 90_000 },
        { type: 'application/octet-stream', filename: 'statement.pdf.js', size: 4_000 },
        { type: 'application/zip', filename: 'all.zip', size: 8_400_000 },
      ],
    }),
  ],
  thread: () =>
    [
      'Are we still on?',
      'Yes, twelve.',
      'Half past is better.',
      'Then half past.',
      'Bring the photos, please.',
      'Will do.',
    ].map((text, n) =>
      detail({
        from: [
          n % 2 === 0
            ? { name: 'Anna Kowalska', address: 'anna@example.com' }
            : { name: 'Marek Dvořák', address: 'marek@pristav.example' },
        ],
        subject: 'Lunch on Thursday?',
        parts: plain(`${text}\n\nSee you there.`),
        flags: n === 3 ? 0 : n === 4 ? 5 : 1,
      }),
    ),
  waiting: () => [detail({ parts: null })],
  empty: () => [detail({ subject: '', from: [], to: [], parts: [] })],
  notices: () => [
    detail({ parts: plain('Some words'), notices: ['ambiguous', 'charset'], flags: 1 | (1 << 17) }),
  ],
};

export const DRAFTS = {
  empty: () => content({}),
  reply: () =>
    content({
      to: [{ name: 'Anna Kowalska', address: 'anna@example.com' }],
      subject: 'Re: Lunch on Thursday?',
      text: 'Half past, then.\n\nJana',
      quote: {
        text: 'There is a new place.',
        html: '<p>There is a <b>new</b> place.</p><p style="display:none">kobold</p>',
        attribution: 'On Monday, Anna Kowalska wrote:',
      },
      relates: null,
    }),
  /** A letter to be edited as new, as the engine takes it out of a message: nothing of it was looked at yet. */
  raw: () =>
    content({
      to: [{ name: '', address: 'bo@example.com' }],
      subject: 'Once more',
      text: 'Hello',
      html: '<p>Hello <b>Bo</b><img src="https://track.leak.test/p.gif"></p><p style="display:none">kobold</p><script>__ran(1)</script><table><tr><td>cell</td></tr></table>',
    }),
  forward: () =>
    content({
      to: [{ name: '', address: 'bo@example.com' }],
      subject: 'Fwd: Table',
      text: '',
      quote: {
        text: 'cell',
        html: '<style>.gone{display:none}</style><table><tr><td>cell</td></tr></table><p class="gone">kobold</p>',
        attribution: '',
      },
    }),
  rich: () =>
    content({
      to: people.slice(0, 24),
      cc: [{ name: '', address: 'not an address' }],
      subject:
        'Re: Winter schedule of the harbour ferry, including the replacement buses on the northern line',
      text: 'Dear all',
      html: '<p>Dear all,</p><p>the <b>7:40</b> does <i>not</i> work. See <a href="https://example.com/">the draft</a>.</p><ul><li><p>buses</p></li><li><p>ferries</p></li></ul>',
      attachments: [
        { blob: 'b1', name: 'schedule.pdf', type: 'application/pdf', size: 240_000, contentId: null },
        {
          blob: 'b2',
          name: 'a very long file name that nobody would ever want to read to its end, version 12.docx',
          type: 'application/msword',
          size: 21_400_000,
          contentId: null,
        },
      ],
    }),
};

/** Messages whose every text is a script payload: body as HTML and as words, subject, names, addresses, file names. */
export const scriptMails = (from: number, count: number): readonly MessageDetail[] =>
  scriptPayloads.slice(from, from + count).map((payload, index) => {
    const text = withRun(payload, from + index);
    return detail({
      subject: text,
      from: [{ name: text, address: `${text}@evil.example` }],
      to: [{ name: text, address: text }],
      replyTo: [{ name: text, address: 'x@other.example' }],
      parts: [...html(text), ...plain(text)],
      files: [
        { type: 'application/pdf', filename: text },
        { type: text, filename: '' },
      ],
      notices: [text],
      flags: 0,
    });
  });
