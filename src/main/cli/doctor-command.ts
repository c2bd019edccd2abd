import { parseArgs } from 'node:util';
import { isMailError } from '@shared/errors/mail-error';
import type { Credentials } from '@shared/ports/credentials';
import { Secret } from '@shared/ports/secret';
import type { TlsMode } from '@shared/ports/transport';
import type { SessionPorts } from '@main/sync/open-session';
import { examineImap, examinePop3, examineSmtp, printReport, type DoctorReport } from '@main/services/doctor';
import { plainText, printableJson, printMailError, UsageError, type Console, type ExitCode } from './console';
import { parseTarget, type Target } from './target';

export const DOCTOR_HELP = `tern doctor URL [--tls | --starttls | --plaintext] [--pin SHA256] [--oauth] [--write] [--json]

  Examines a mail server by reading only and prints its report card.
  URL           imap://user@host:port, also smtp:// and pop3:// (a user name with @ is fine)
  --tls         encrypted from the first byte; the default, but on ports 143, 587, 25 and 110
  --starttls    encryption is switched on after the greeting, and required
  --plaintext   no encryption: the password can be read on the way
  --pin SHA256  accept exactly the certificate with this fingerprint
  --oauth       what is asked for is an OAuth access token, not a password
  --write       IMAP: also tries what can only be tried by writing, in two mailboxes made for it and deleted again
  --json        one JSON document

  The password is asked for, or taken from TERN_PASSWORD; it is never an argument.`;

/** `tern doctor`. 0: a report was made and nothing failed; 1: something failed or the server cannot be used. */
export async function doctorCommand(
  args: readonly string[],
  console: Console,
  ports: SessionPorts,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tls: { type: 'boolean' },
      starttls: { type: 'boolean' },
      plaintext: { type: 'boolean' },
      pin: { type: 'string' },
      oauth: { type: 'boolean' },
      write: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0)
    throw new UsageError('Name one server, like imap://ada@mail.example:993.');
  const target = parseTarget(text, {
    ...tlsChoice(values),
    ...(values.pin === undefined ? {} : { pin: values.pin }),
  });
  if (target.endpoint.tls === 'none')
    console.warn('The connection is not encrypted: others can read the password.');
  if (values.write === true && target.protocol !== 'imap')
    throw new UsageError('--write is for IMAP servers.');
  const credentials = await credentialsFor(target, values.oauth === true, console);
  try {
    const report = await examine(target, credentials, ports, values.write === true);
    if (values.json === true) console.print(printableJson(report, 2));
    else for (const line of printReport(report)) console.print(plainText(line));
    const checks = 'checks' in report ? report.checks : [];
    return checks.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  } catch (error) {
    if (!isMailError(error)) throw error;
    printMailError(error, console, values.json === true);
    const { fingerprint } = error.details;
    if (error.code.startsWith('tls-') && typeof fingerprint === 'string' && fingerprint !== '') {
      console.warn(plainText(`If you know this certificate: --pin ${fingerprint}`));
    }
    return 1;
  }
}

function tlsChoice(values: { tls?: boolean; starttls?: boolean; plaintext?: boolean }): { tls?: TlsMode } {
  const chosen: TlsMode[] = [
    ...(values.tls === true ? (['tls'] as const) : []),
    ...(values.starttls === true ? (['starttls'] as const) : []),
    ...(values.plaintext === true ? (['none'] as const) : []),
  ];
  if (chosen.length > 1) throw new UsageError('Choose one of --tls, --starttls and --plaintext.');
  return chosen[0] === undefined ? {} : { tls: chosen[0] };
}

async function credentialsFor(
  { user, endpoint }: Target,
  oauth: boolean,
  console: Console,
): Promise<Credentials> {
  const what = oauth ? 'Access token' : 'Password';
  const given = console.env['TERN_PASSWORD'];
  const secret =
    given === undefined || given === ''
      ? await console.askSecret(plainText(`${what} of ${user} at ${endpoint.host}: `))
      : new Secret(given);
  return oauth ? { kind: 'oauth', user, token: secret } : { kind: 'password', user, password: secret };
}

function examine(
  target: Target,
  credentials: Credentials,
  ports: SessionPorts,
  write: boolean,
): Promise<DoctorReport> {
  const patient = { endpoint: target.endpoint, credentials };
  switch (target.protocol) {
    case 'imap':
      return examineImap(patient, ports, { write });
    case 'smtp':
      return examineSmtp(patient, ports);
    case 'pop3':
      return examinePop3(patient, ports);
  }
}
