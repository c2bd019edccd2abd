import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dovecot } from './dovecot';
import { answering, freePorts, startDaemon, stopProcess } from './processes';

export interface PostfixOptions {
  /** Where logins are checked and mail is delivered. */
  readonly dovecot: Dovecot;
  /** EHLO keywords left out, e.g. `pipelining, chunking`. */
  readonly withoutKeywords?: string;
  readonly messageSizeLimit?: number;
  /** More `main.cf` lines. */
  readonly extra?: string;
}

export interface Postfix {
  readonly folder: string;
  /** `submission`: STARTTLS required before AUTH; `submissions`: TLS from the start; `plain`: AUTH without TLS. */
  readonly ports: { readonly submission: number; readonly submissions: number; readonly plain: number };
  log(): string;
  stop(): Promise<void>;
}

/** Starts a real Postfix that takes submissions on 127.0.0.1 and delivers them by LMTP into the Dovecot. Needs root. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'tern-postfix-'));
  chmodSync(folder, 0o755);
  const [submission = 0, submissions = 0, plain = 0] = await freePorts(3);
  const etc = join(folder, 'etc');
  for (const name of ['etc', 'queue', 'data', 'log']) mkdirSync(join(folder, name));
  execFileSync('chown', ['postfix', join(folder, 'data')]);
  const logFile = join(folder, 'log', 'maillog');
  const domains = [...new Set(options.dovecot.users.map(({ user }) => user.slice(user.indexOf('@') + 1)))];
  writeFileSync(join(etc, 'mailboxes'), options.dovecot.users.map(({ user }) => `${user} ok\n`).join(''));
  writeFileSync(join(etc, 'main.cf'), mainConfiguration(folder, logFile, domains, options));
  writeFileSync(join(etc, 'master.cf'), masterConfiguration({ submission, submissions, plain }));
  const log = (): string => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const daemon = startDaemon('postfix', ['-c', etc, 'start-fg']);
  // The master is in a session of its own and outlives a test run that dies, unless it is told.
  const onExit = (): void => killMaster(join(folder, 'queue', 'pid', 'master.pid'));
  process.once('exit', onExit);
  await answering(submission, true, daemon.child, () => daemon.output() + log());
  return {
    folder,
    ports: { submission, submissions, plain },
    log,
    async stop() {
      // Asking Postfix ends its own master and what that started; the process in the foreground follows.
      execFileSync('postfix', ['-c', etc, 'stop'], { stdio: 'pipe' });
      process.off('exit', onExit);
      await stopProcess(daemon.child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function killMaster(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').trim());
  if (pid > 1) process.kill(pid, 'SIGTERM');
}

function mainConfiguration(
  folder: string,
  logFile: string,
  domains: readonly string[],
  options: PostfixOptions,
): string {
  const { dovecot } = options;
  // A smtpd that finds Dovecot away ends; by default Postfix starts none again for a minute.
  return `compatibility_level = 3.6
myhostname = mail.tern.test
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${logFile}
maillog_file_prefixes = ${folder}
alias_maps =
alias_database =
disable_dns_lookups = yes
smtpd_peername_lookup = no
default_transport = error:there is no outside world
recipient_delimiter = +
virtual_mailbox_domains = ${domains.join(' ')}
virtual_mailbox_maps = texthash:${folder}/etc/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:${dovecot.ports.lmtp}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${dovecot.ports.auth}
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_tls_cert_file = ${dovecot.tls.certFile}
smtpd_tls_key_file = ${dovecot.tls.keyFile}
smtpd_tls_security_level = may
smtpd_error_sleep_time = 0
service_throttle_time = 1s
smtpd_client_connection_count_limit = 0
smtpd_discard_ehlo_keywords = ${options.withoutKeywords ?? ''}
message_size_limit = ${options.messageSizeLimit ?? 52_428_800}
mailbox_size_limit = 0
lmtp_destination_recipient_limit = 10
${options.extra ?? ''}
`;
}

function masterConfiguration({ submission, submissions, plain }: Postfix['ports']): string {
  return `127.0.0.1:${submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
127.0.0.1:${submissions} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:${plain} inet n - n - - smtpd
  -o smtpd_tls_auth_only=no
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
`;
}
