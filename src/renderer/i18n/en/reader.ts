const CAPPED = 'This message is unusually large or deep; part of it is left out. Its source has everything.';
const AMBIGUOUS =
  'This message is put together so that programs may disagree on what it says. Every part is listed as an attachment.';

export const reader = {
  labels: 'Labels',
  labelRemove: 'Take the label “{{name}}” off',
  to: 'to {{names}}',
  toMore_one: 'to {{names}} and {{count}} more',
  toMore_other: 'to {{names}} and {{count}} more',
  toNobody: 'no recipient named',
  alsoFrom: 'Also from',
  noDate: 'The message has no date; this is when it arrived.',
  label: { to: 'To', cc: 'Cc', bcc: 'Bcc', replyTo: 'Reply to', date: 'Date' },
  frameLabel: 'Message from {{name}}',
  fold: 'Fold this message',
  loading: 'Getting the message',
  emptyText: 'This message has no text.',
  onlyAttachments: 'This message has no text, only attachments.',
  showRest: 'Show the rest of this long message',
  showQuote_one: 'Show quoted text ({{count}} line)',
  showQuote_other: 'Show quoted text ({{count}} lines)',
  showQuoted: 'Show quoted text',
  hideQuote: 'Hide quoted text',
  hadForm:
    'This message contained a form. Tern took it out: type passwords or card numbers only on a site you opened yourself.',
  cut: 'This message is too large to be shown whole. Its source has everything.',
  bodyFailed: 'The text of this message couldn’t be fetched. {{reason}}',
  writeFailed: 'The answer couldn’t be started.',
  command: {
    reply: 'Reply',
    replyAll: 'Reply to all',
    forward: 'Forward',
    source: 'View source',
    print: 'Print',
    next: 'Next message in conversation',
    previous: 'Previous message in conversation',
  },
  images: {
    blocked_one: '1 image not loaded, so the sender does not learn that you read this.',
    blocked_other: '{{count}} images not loaded, so the sender does not learn that you read this.',
    once: 'Load once',
    always: 'Always from {{address}}',
    missing_one: '1 image couldn’t be loaded.',
    missing_other: '{{count}} images couldn’t be loaded.',
  },
  attachments: {
    title: 'Attachments',
    open: 'Open',
    save: 'Save…',
    saveAll: 'Save all, {{size}}',
    saveAnyway: 'Save anyway',
    actions: 'What to do with {{name}}',
    onServer: 'on the server',
    here: 'here',
    coming: '{{percent}} %',
    unnamed: 'Part {{number}} ({{type}})',
    canRun: 'can run programs',
    disguised: 'disguised name',
    riskyTitle: 'Save {{name}}?',
    risky:
      'Files of this kind can run programs on your computer. Tern doesn’t open them. Save it only if you expected it and know who sent it.',
    suspicion: {
      direction:
        'The name of this file contains hidden marks that make it look like another kind of file. Save it only if you are sure of the sender.',
      'double-extension':
        'The name of this file pretends to be a document, but it is a program. Save it only if you are sure of the sender.',
      'long-spaces':
        'The name of this file hides its real kind behind a long gap. Save it only if you are sure of the sender.',
    },
  },
  invitation: {
    title: 'Invitation',
    what: 'Invitation',
    cancelled: 'Cancelled',
    when: 'When',
    where: 'Where',
    organizer: 'From',
    who: 'Who',
    repeats: 'repeats',
    more_one: 'and {{count}} more',
    more_other: 'and {{count}} more',
  },
  trust: {
    claims: 'The name shows {{claimed}}, but this came from {{address}}.',
    severalSenders: 'This message names {{count}} senders. Only one can have written it.',
    sentBy: 'Sent by {{address}}.',
    replyElsewhere: 'Answers go to {{address}}, at another domain than the sender.',
  },
  link: {
    title: 'Open this link?',
    open: 'Open {{host}}',
    concern: {
      'text-differs': 'The text says “{{text}}”, but the link leads to {{host}}.',
      'user-info': 'The address puts another name before an @. It leads to {{host}}.',
      punycode: 'The host is written with letters of another alphabet. Its real name is {{host}}.',
      'ip-address': 'The link leads to a number, {{host}}, not to a named site.',
      'odd-port': 'The link leads to an unusual port.',
      'plain-http': 'The connection would not be encrypted.',
    },
  },
  source: {
    title: 'Source',
    what: 'What to show',
    headers: 'All headers',
    all: 'Whole message',
    copy: 'Copy',
    copyFailed: 'The text couldn’t be copied.',
    cut: 'Only the first {{size}} are shown.',
  },
  gone: {
    title: 'This message is no longer on the server.',
    text: 'Somebody or something deleted or moved it. What Tern had of it is still shown here.',
  },
  offline: {
    title: 'The text of this message isn’t here yet.',
    text: 'Tern is offline. It comes by itself when the connection is back.',
  },
  unreadable: {
    title: 'This message couldn’t be read.',
    text: 'It is put together in a way that Tern doesn’t understand. Its source shows everything that came.',
  },
  unsafe: {
    title: 'This message can’t be shown safely.',
    text: 'Nothing of it was run or loaded. Its source shows everything that came.',
  },
  protection: {
    'signed-openpgp':
      'This message is signed (OpenPGP), but Tern doesn’t check signatures: trust it as much as any other message.',
    'signed-smime':
      'This message is signed (S/MIME), but Tern doesn’t check signatures: trust it as much as any other message.',
    'encrypted-openpgp':
      'This message is encrypted (OpenPGP). Tern can’t decrypt it: save it and open it with a program that has your key.',
    'encrypted-smime':
      'This message is encrypted or sealed (S/MIME). Tern can’t open it: save it and open it with a program that has your certificate.',
  },
  notice: {
    'too-deep': CAPPED,
    'too-many-parts': CAPPED,
    'too-many-headers': CAPPED,
    'headers-too-long': CAPPED,
    'text-cut': 'The text is very long; only its beginning is shown. The whole message can be saved.',
    'parser-stopped': 'This message took too long to read. Its source shows everything that came.',
    'ambiguous-header': AMBIGUOUS,
    'missing-boundary': AMBIGUOUS,
    'parts-after-end': AMBIGUOUS,
    'missing-end': 'The message ends early: part of it may be missing.',
    truncated: 'The message ends early: part of it didn’t come.',
    'unknown-charset': 'Some characters couldn’t be read: the message names a wrong or unknown encoding.',
    'unknown-encoding': 'Part of this message is packed in a way Tern doesn’t know; it is shown as it came.',
    other: 'This message has something unusual about it ({{code}}).',
  },
};
