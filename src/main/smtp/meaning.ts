import type { Reply } from './reply';

/** What a refusal is about, in words the rest of the program can act on and translate. */
export type ReplyMeaning =
  | 'auth-required'
  | 'auth-failed'
  | 'encryption-required'
  | 'no-such-mailbox'
  | 'mailbox-disabled'
  | 'mailbox-full'
  | 'too-large'
  | 'too-many-recipients'
  | 'sender-refused'
  | 'policy'
  | 'greylisted'
  | 'content-refused'
  | 'service-unavailable'
  /** Permanent by its code, but worth one more attempt after a while. */
  | 'retry-once'
  | 'try-later'
  | 'rejected';

interface Row {
  readonly code?: number;
  /** `class.subject.detail`, with `x` for any class. */
  readonly enhanced?: string;
  readonly meaning: ReplyMeaning;
}

/** First match wins. RFC 3463, the IANA registry of enhanced codes, RFC 4954 §6; quirks name their source. */
export const MEANINGS: readonly Row[] = [
  // Delta Chat treats it as transient (chatmail core, smtp.rs): servers use it for a session they lost.
  { code: 550, enhanced: '5.5.0', meaning: 'retry-once' },
  { enhanced: 'x.7.9', meaning: 'auth-failed' },
  { enhanced: 'x.7.8', meaning: 'auth-failed' },
  // Outlook.com: "5.7.139 Authentication unsuccessful, basic authentication is disabled" (quirk M24).
  { enhanced: '5.7.139', meaning: 'auth-failed' },
  { enhanced: '5.7.57', meaning: 'auth-required' },
  { enhanced: 'x.7.10', meaning: 'encryption-required' },
  { enhanced: 'x.7.11', meaning: 'encryption-required' },
  { code: 523, meaning: 'encryption-required' },
  { code: 538, meaning: 'encryption-required' },
  { code: 530, meaning: 'auth-required' },
  { code: 535, meaning: 'auth-failed' },
  { code: 534, meaning: 'auth-failed' },
  { code: 454, enhanced: '4.7.0', meaning: 'try-later' },
  { enhanced: '4.7.0', meaning: 'greylisted' },
  { enhanced: '4.7.1', meaning: 'greylisted' },
  { enhanced: 'x.5.3', meaning: 'too-many-recipients' },
  { enhanced: 'x.2.2', meaning: 'mailbox-full' },
  { enhanced: 'x.2.1', meaning: 'mailbox-disabled' },
  { enhanced: 'x.2.3', meaning: 'too-large' },
  { enhanced: 'x.3.4', meaning: 'too-large' },
  { enhanced: 'x.1.0', meaning: 'no-such-mailbox' },
  { enhanced: 'x.1.1', meaning: 'no-such-mailbox' },
  { enhanced: 'x.1.2', meaning: 'no-such-mailbox' },
  { enhanced: 'x.1.3', meaning: 'no-such-mailbox' },
  { enhanced: 'x.1.6', meaning: 'no-such-mailbox' },
  { enhanced: 'x.1.10', meaning: 'no-such-mailbox' },
  { enhanced: 'x.1.7', meaning: 'sender-refused' },
  { enhanced: 'x.1.8', meaning: 'sender-refused' },
  // Exchange: "5.2.0 … SendAsDenied" (quirk M24).
  { code: 554, enhanced: '5.2.0', meaning: 'sender-refused' },
  { enhanced: '5.7.60', meaning: 'sender-refused' },
  { enhanced: 'x.6.0', meaning: 'content-refused' },
  { enhanced: 'x.6.7', meaning: 'content-refused' },
  { enhanced: '5.7.1', meaning: 'policy' },
  { enhanced: '5.7.0', meaning: 'policy' },
  { code: 421, meaning: 'service-unavailable' },
  { code: 452, meaning: 'try-later' },
  { code: 552, meaning: 'mailbox-full' },
];

/** Decides by the codes alone, never by the words. */
export function meaningOf(reply: Reply): ReplyMeaning {
  const { code, enhanced } = reply;
  const exact = enhanced === null ? '' : `${enhanced.class}.${enhanced.subject}.${enhanced.detail}`;
  const anyClass = enhanced === null ? '' : `x.${enhanced.subject}.${enhanced.detail}`;
  for (const row of MEANINGS) {
    if (row.code !== undefined && row.code !== code) continue;
    if (row.enhanced !== undefined && row.enhanced !== exact && row.enhanced !== anyClass) continue;
    return row.meaning;
  }
  return code < 500 ? 'try-later' : 'rejected';
}
