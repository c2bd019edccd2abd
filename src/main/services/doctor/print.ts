import type {
  CheckedCapability,
  ConnectionFacts,
  DoctorReport,
  ImapReport,
  Outcome,
  RoundTrip,
} from './report';

const MARKS: Readonly<Record<Outcome, string>> = {
  held: 'ok      ',
  failed: 'FAILED  ',
  unclear: 'unclear ',
  'not-tried': '–       ',
};

/** The report for people, lines without a line end. Server's words are in it: see `plainText` of the cli. */
export function printReport(report: DoctorReport): string[] {
  switch (report.protocol) {
    case 'imap':
      return printImap(report);
    case 'smtp':
      return [
        ...printConnection('SMTP', report.connection, report.connection.login),
        row('Round trip', roundTrip(report.roundTripMs)),
        row('Largest message', report.maxSize === null ? 'not stated' : `${report.maxSize} octets`),
        ...section('Claimed', [report.claimed.join(', ')]),
      ];
    case 'pop3':
      return [
        ...printConnection('POP3', report.connection, null),
        row('Round trip', roundTrip(report.roundTripMs)),
        row('Messages', `${report.messages}, ${report.octets} octets`),
        ...section('Tried, reading only', report.checks.map(printCheck)),
      ];
  }
}

function printImap(report: ImapReport): string[] {
  const { mailboxes, plan, quirks } = report;
  const wide = Math.max(...report.checks.map(({ capability }) => capability.length));
  return [
    ...printConnection('IMAP', report.connection, report.connection.login),
    row('Greeting', report.greeting),
    row(
      'ID',
      report.id === null
        ? 'not offered'
        : Object.entries(report.id)
            .map(([name, value]) => `${name} ${value}`)
            .join(', ') || 'says nothing',
    ),
    row('Round trip', roundTrip(report.roundTripMs)),
    row('Mailboxes', String(mailboxes.count)),
    ...mailboxes.roles.map(({ role, name }) => row(`  ${role}`, name)),
    row(
      'Looked at',
      mailboxes.sample === null
        ? 'no message'
        : `${mailboxes.sample.name}, ${mailboxes.sample.messages} messages`,
    ),
    ...section('Claimed before login', [report.claimed.beforeLogin.join(' ')]),
    ...section('Claimed after login', [report.claimed.afterLogin.join(' ')]),
    ...section(
      'Tried, reading only',
      report.checks.map((check) => printCheck({ ...check, capability: check.capability.padEnd(wide) })),
    ),
    ...section(
      'Quirks',
      quirks.length === 0
        ? ['none known']
        : quirks.map(
            ({ id, server, effects }) => `${id} (${server}): ${effects.join('; ') || 'nothing special'}`,
          ),
    ),
    ...section('What Tern will use', [
      `changes     ${plan.changes}`,
      `new mail    ${plan.push}`,
      `moving      ${plan.move}`,
      `counters    ${plan.mailboxes}`,
      `identity    ${plan.identity}`,
      `previews    ${plan.preview}`,
      `largest     ${plan.appendLimit === null ? 'not stated' : `${plan.appendLimit} octets`}`,
      ...(plan.distrusted.length === 0 ? [] : [`not trusted ${plan.distrusted.join(', ')}`]),
    ]),
    ...(report.connections > 1 ? ['', `Checks ended the connection ${report.connections - 1} times.`] : []),
  ];
}

function printConnection(
  protocol: string,
  connection: Omit<ConnectionFacts, 'login'>,
  login: string | null,
): string[] {
  const { host, port, user, tls, fingerprint } = connection;
  const security =
    tls === 'none'
      ? 'NOT ENCRYPTED'
      : [tls === 'tls' ? 'TLS' : 'STARTTLS', connection.protocol, connection.cipher]
          .filter(Boolean)
          .join(', ');
  return [
    row(protocol, `${host}:${port} as ${user}`),
    row('Security', security),
    ...(fingerprint === null ? [] : [row('Certificate', `SHA-256 ${fingerprint}`)]),
    ...(login === null ? [] : [row('Login', login)]),
  ];
}

const row = (name: string, value: string): string => `${name.padEnd(16)}${value}`;
const section = (title: string, lines: readonly string[]): string[] => [
  '',
  title,
  ...lines.map((line) => `  ${line}`),
];
const printCheck = ({ capability, outcome, detail }: CheckedCapability): string =>
  `${MARKS[outcome]}${capability}  ${detail}`;
const roundTrip = ({ median, fastest, slowest, samples }: RoundTrip): string =>
  `${median} ms (median of ${samples}; ${fastest} to ${slowest})`;
