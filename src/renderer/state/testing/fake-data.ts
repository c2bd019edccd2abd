import { Flag } from '@shared/model/flags';
import {
  generation,
  type MailboxId,
  messageKey,
  type MessageKey,
  type MessageRef,
  uid,
} from '@shared/model/ids';
import type { AccountId } from '@shared/model/ids';
import type { Address } from '@shared/model/message';
import type { AccountConfig } from '@shared/contract/account';
import type { MailboxRole } from '@shared/model/message';

export interface FakeMessage {
  readonly key: MessageKey;
  readonly ref: MessageRef;
  readonly account: AccountId;
  mailbox: MailboxId;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly subject: string;
  readonly preview: string;
  readonly date: number;
  readonly size: number;
  flags: number;
  readonly keywords: readonly string[];
  readonly thread: string;
  pending: number;
}

export interface FakeMailbox {
  readonly id: MailboxId;
  readonly account: AccountId;
  name: string;
  leaf: string;
  readonly parent: MailboxId | null;
  readonly role: MailboxRole;
  readonly trouble: { readonly code: string; readonly server: string } | null;
}

/** The same numbers every time. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const PEOPLE: readonly Address[] = [
  { name: 'Anna Kowalska', address: 'anna@example.com' },
  { name: 'Marek Dvořák', address: 'marek.dvorak@pristav.example' },
  { name: '佐藤 花子', address: 'hanako@example.jp' },
  { name: 'Ελένη Παπαδοπούλου', address: 'eleni@example.gr' },
  { name: 'نور الدين', address: 'nour@example.eg' },
  {
    name: '',
    address:
      'noreply+very-long-mailbox-name-for-tickets-and-receipts@notifications.harbour-authority.example',
  },
  { name: 'Harbour Authority', address: 'office@harbour.example' },
  { name: 'Иван Соколов', address: 'sokolov@example.ru' },
  { name: 'Tom Baker', address: 'tom@baker.example' },
  { name: 'Weekly Tides', address: 'news@tides.example' },
  { name: 'Priya Raghunathan', address: 'priya@example.in' },
  { name: 'Dr. Maximiliane Freifrau von Hohenstein-Wallmoden zu Altenburg', address: 'm@wallmoden.example' },
];

const SUBJECTS: readonly (readonly [string, string])[] = [
  ['Lunch on Thursday?', 'There is a new place by the fish market. Twelve, or is half past better for you?'],
  ['Invoice 2026-0417', 'Please find the invoice for the October moorings attached. Payment within 14 days.'],
  [
    'Re: Winter schedule of the harbour ferry, including the replacement buses on the northern line',
    'I have looked at the draft again and the 7:40 does not work with the school run.',
  ],
  [
    '⛵ Regatta photos are here 🎉',
    'Two hundred of them, and at least three where nobody blinks. Take what you like.',
  ],
  ['明日の会議について', '資料を添付しました。ご確認をお願いいたします。場所は三階の会議室です。'],
  ['موعد الاجتماع القادم', 'السلام عليكم، هل يناسبكم يوم الثلاثاء في الساعة العاشرة صباحا؟'],
  ['Συνάντηση για το λιμάνι', 'Σας στέλνω τα πρακτικά της προηγούμενης συνάντησης και το πρόγραμμα.'],
  ['', 'sent from my phone'],
  ['Vyúčtování za říjen', 'Dobrý den, v příloze posílám vyúčtování. Prosím o kontrolu do konce týdne.'],
  [
    'Your tide tables for November',
    'High water on Friday at 06:12 and 18:40. Strong easterly expected at the weekend.',
  ],
  ['Расписание на декабрь', 'Добрый день! Высылаю расписание на декабрь, посмотрите, пожалуйста, до среды.'],
  ['Re: Boat shed key', 'Under the blue pot, as always. Mind the wasp nest to the left of the door.'],
  [
    'Minutes of the committee meeting',
    'Present: eleven. Apologies: three. The chair opened the meeting at ten past seven.',
  ],
  ['Delivery on its way', 'Your parcel leaves the depot tonight and arrives tomorrow between 9 and 12.'],
];

const TAGS = ['$label1', 'Work', 'Family', 'Travel'];

export const fakeAccount = (
  n: number,
  label: string,
  address: string,
  over: Partial<AccountConfig> = {},
): AccountConfig => ({
  id: `acc-${n}` as AccountId,
  label,
  color: n % 8,
  incoming: {
    protocol: 'imap',
    host: 'imap.example.com',
    port: 993,
    tls: 'tls',
    user: address,
    auth: 'password',
  },
  outgoing: { host: 'smtp.example.com', port: 465, tls: 'tls', user: address, auth: 'password' },
  identities: [
    {
      id: `id-${n}`,
      name: 'Jana Nováková',
      address,
      replyTo: '',
      organization: '',
      signature: 'Jana',
      bccSelf: false,
    },
  ],
  paused: false,
  demo: false,
  ...over,
});

/** A believable mailbox: newest first, threads of one to six, every script, stars, drafts, pending changes. */
export function fakeMessages(
  mailbox: FakeMailbox,
  count: number,
  me: Address,
  seed: number,
  now: number,
): FakeMessage[] {
  const random = sequence(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const out: FakeMessage[] = [];
  let date = now - 7 * 60_000;
  let thread = 0;
  let left = 0;
  let topic = pick(SUBJECTS);
  for (let i = 0; i < count; i++) {
    if (left === 0) {
      thread++;
      left = random() < 0.28 ? 2 + Math.floor(random() * 4) : 1;
      topic = i < SUBJECTS.length ? (SUBJECTS[i] as readonly [string, string]) : pick(SUBJECTS);
    }
    left--;
    const ref: MessageRef = { mailbox: mailbox.id, generation: generation(1), uid: uid(count - i) };
    const sender = mailbox.role === 'sent' || mailbox.role === 'drafts' ? me : pick(PEOPLE);
    const recent = i < 12;
    let flags = 0;
    if (!(recent && random() < 0.55) && random() < 0.96) flags |= Flag.Seen;
    if (random() < 0.1) flags |= Flag.Flagged;
    if (random() < 0.16) flags |= Flag.HasAttachment;
    if (random() < 0.12) flags |= Flag.Answered;
    if (random() < 0.05) flags |= Flag.Forwarded;
    if (i === 7) flags |= Flag.Deleted;
    if (mailbox.role === 'drafts') flags |= Flag.Draft | Flag.Seen;
    out.push({
      key: messageKey(ref),
      ref,
      account: mailbox.account,
      mailbox: mailbox.id,
      from: random() < 0.01 ? [] : [sender],
      to:
        sender === me
          ? [pick(PEOPLE)]
          : i === 3
            ? Array.from({ length: 40 }, (_, n) => ({
                name: `Member ${n + 1}`,
                address: `member${n + 1}@club.example`,
              }))
            : [me],
      subject: left > 0 && !topic[0].startsWith('Re:') && topic[0] ? `Re: ${topic[0]}` : topic[0],
      preview: topic[1],
      date,
      size: 2000 + Math.floor(random() * 90_000),
      flags,
      keywords: random() < 0.12 ? [pick(TAGS)] : [],
      thread: `${mailbox.id}:${thread}`,
      pending: recent && i === 5 ? 2 : 0,
    });
    date -= Math.floor((recent ? 2 : 0.4) * 3_600_000 * (0.2 + random() * 2));
  }
  return out;
}
