import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, type TestCertificates } from './certificates';
import type { CorpusMessage } from './corpus';
import { answering, freePorts, startDaemon, stopProcess } from './processes';

export interface DovecotUser {
  /** An address: the login name and where LMTP delivers. */
  readonly user: string;
  readonly password: string;
}
export interface DovecotOptions {
  readonly users: readonly DovecotUser[];
  /** Replaces the IMAP capability list, e.g. `IMAP4rev1` for a bare server. */
  readonly capabilities?: string;
  /** False: nothing but `IMAP4rev1` mailboxes, no Sent, Drafts … */
  readonly specialUse?: boolean;
  /** Lines put at the end of the configuration. */
  readonly extra?: string;
  readonly mechanisms?: string;
}

export interface DovecotPorts {
  /** Plain with STARTTLS. */
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly lmtp: number;
  /** Dovecot's SASL service, for Postfix. */
  readonly auth: number;
}

export interface Dovecot {
  readonly folder: string;
  readonly ports: DovecotPorts;
  readonly tls: TestCertificates;
  readonly users: readonly DovecotUser[];
  log(): string;
  /** The process, for tests that watch it. */
  readonly pid: number;
  /** Stops the server but keeps its mail; `start` brings it back on the same ports. */
  pause(): Promise<void>;
  start(): Promise<void>;
  /**
   * Puts messages into a mailbox by writing its Maildir, UIDs 1 … n in order. Only for a mailbox that nothing has
   * opened yet.
   */
  load(
    user: string,
    mailbox: string,
    messages: Iterable<CorpusMessage>,
  ): { readonly count: number; readonly bytes: number };
  /** Puts one more message into a mailbox, as new mail: who is in it is told. */
  deliver(user: string, mailbox: string, message: CorpusMessage): void;
  /** Fills Dovecot's index cache of a mailbox (envelope, structure, sizes), so that a benchmark measures the client. */
  warm(user: string, mailbox: string): void;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

/** The system user who owns the mail: Dovecot refuses to serve root's. */
const MAIL_UID = 8;
const MAIL_GID = 8;

/** Starts a real Dovecot on free ports of 127.0.0.1 with a folder of its own. Needs root (as in the CI container). */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'tern-dovecot-'));
  chmodSync(folder, 0o755);
  const tls = makeCertificates(join(folder, 'tls'));
  const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0, lmtp = 0, auth = 0] = await freePorts(6);
  const ports = { imap, imaps, pop3, pop3s, lmtp, auth };
  mkdirSync(join(folder, 'mail'));
  chownSync(join(folder, 'mail'), MAIL_UID, MAIL_GID);
  const users = options.users.map(
    ({ user, password }) => `${user}:{PLAIN}${password}:${MAIL_UID}:${MAIL_GID}::${home(folder, user)}::\n`,
  );
  writeFileSync(join(folder, 'users'), users.join(''));
  const configuration = join(folder, 'dovecot.conf');
  writeFileSync(configuration, configure(folder, ports, tls, options));
  const logFile = join(folder, 'dovecot.log');
  writeFileSync(logFile, '');
  chmodSync(logFile, 0o666);
  const log = (): string => readFileSync(logFile, 'utf8');

  const run = async (): Promise<ReturnType<typeof startDaemon>['child']> => {
    const daemon = startDaemon('dovecot', ['-F', '-c', configuration]);
    await answering(ports.imap, true, daemon.child, () => daemon.output() + log());
    return daemon.child;
  };
  let child = await run();
  const doveadm = (...args: string[]): void =>
    void execFileSync('doveadm', ['-c', configuration, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    folder,
    ports,
    tls,
    users: options.users,
    log,
    get pid() {
      return child.pid ?? 0;
    },
    pause: () => stopProcess(child),
    async start() {
      child = await run();
    },
    load: (user, mailbox, messages) => loadMaildir(join(home(folder, user), 'Maildir'), mailbox, messages),
    deliver: (user, mailbox, { raw }) =>
      void execFileSync('doveadm', ['-c', configuration, 'save', '-u', user, '-m', mailbox], {
        input: raw,
        stdio: ['pipe', 'ignore', 'inherit'],
      }),
    warm(user, mailbox) {
      doveadm(
        'fetch',
        '-u',
        user,
        'imap.envelope imap.bodystructure size.physical size.virtual date.received',
        'mailbox',
        mailbox,
      );
    },
    async stop() {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const home = (folder: string, user: string): string => join(folder, 'mail', user);

function configure(
  folder: string,
  ports: DovecotPorts,
  tls: TestCertificates,
  options: DovecotOptions,
): string {
  const boxes = [
    ['Sent', '\\Sent'],
    ['Drafts', '\\Drafts'],
    ['Trash', '\\Trash'],
    ['Junk', '\\Junk'],
    ['Archive', '\\Archive'],
  ].map(
    ([name, use]) => `  mailbox ${name ?? ''} {\n    auto = subscribe\n    special_use = ${use ?? ''}\n  }\n`,
  );
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap pop3 lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <${tls.certFile}
ssl_key = <${tls.keyFile}
disable_plaintext_auth = no
auth_mechanisms = ${options.mechanisms ?? 'plain login scram-sha-256'}
auth_failure_delay = 0
login_greeting = Dovecot for Tern
mail_location = maildir:~/Maildir:LAYOUT=fs
maildir_very_dirty_syncs = yes
mail_fsync = never
first_valid_uid = ${MAIL_UID}
mail_max_userip_connections = 50
recipient_delimiter = +
${options.capabilities === undefined ? '' : `imap_capability = ${options.capabilities}`}
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%u ${folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
namespace inbox {
  inbox = yes
  separator = /
${options.specialUse === false ? '' : boxes.join('')}}
service imap-login {
  process_min_avail = 1
  service_count = 0
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  service_count = 0
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtp}
  }
}
service auth {
  inet_listener {
    port = ${ports.auth}
  }
}
service anvil {
  # No growing delay after a wrong password: tests give many.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
${options.extra ?? ''}
`;
}

/** Writes `cur/` and `dovecot-uidlist`, so that Dovecot has nothing to assign, rename or stat. */
function loadMaildir(
  root: string,
  mailbox: string,
  messages: Iterable<CorpusMessage>,
): { count: number; bytes: number } {
  const box = mailbox === 'INBOX' ? root : join(root, mailbox);
  for (const path of [join(root, '..'), root, box, ...['cur', 'new', 'tmp'].map((name) => join(box, name))]) {
    mkdirSync(path, { recursive: true });
    chownSync(path, MAIL_UID, MAIL_GID);
  }
  const list: string[] = [];
  let bytes = 0;
  for (const { raw, flags, internalDate } of messages) {
    const uid = list.length + 1;
    const octets = Buffer.from(raw, 'utf8');
    bytes += octets.length;
    const seconds = Math.floor(internalDate / 1000);
    const letters = [...MAILDIR_FLAGS].filter(([flag]) => flags.includes(flag)).map(([, letter]) => letter);
    const base = `${seconds}.M${uid}P1.tern,S=${octets.length},W=${octets.length}`;
    const file = join(box, 'cur', `${base}:2,${letters.join('')}`);
    writeFileSync(file, octets);
    chownSync(file, MAIL_UID, MAIL_GID);
    utimesSync(file, seconds, seconds); // INTERNALDATE is the file's time
    list.push(`${uid} :${base}\n`);
  }
  const guid = '0123456789abcdef0123456789abcdef';
  const uidList = join(box, 'dovecot-uidlist');
  writeFileSync(uidList, `3 V1700000000 N${list.length + 1} G${guid}\n${list.join('')}`);
  chownSync(uidList, MAIL_UID, MAIL_GID);
  return { count: list.length, bytes };
}
/** In the order in which Maildir wants its letters. */
const MAILDIR_FLAGS = new Map([
  ['\\Draft', 'D'],
  ['\\Flagged', 'F'],
  ['\\Answered', 'R'],
  ['\\Seen', 'S'],
  ['\\Deleted', 'T'],
]);
