import { fromBase64, fromUtf8, toBase64 } from '../bytes';
import { ScramServer } from '../scram';
import { credentialsMatch, parseOauth, parsePlain } from '../sasl-server';
import type { WorldAccount } from '../mail-world';
import { bad, no, ok, type Command, type ImapSession, type Pending, type Reply } from './session';

const failed = (): Reply => no('Invalid credentials', 'AUTHENTICATIONFAILED');

function logIn(session: ImapSession, account: WorldAccount): Reply {
  session.account = account;
  const code =
    session.options.capabilityCodes === false ? undefined : `CAPABILITY ${session.capabilities.join(' ')}`;
  return ok('Logged in', code);
}

export const login: Command = {
  state: 'not-authenticated',
  run(session, cursor) {
    cursor.space();
    const user = fromUtf8(cursor.astring());
    cursor.space();
    const password = fromUtf8(cursor.astring());
    cursor.end();
    if (session.has('LOGINDISABLED')) return no('Log in is disabled without TLS', 'PRIVACYREQUIRED');
    const account = credentialsMatch(session.world, user, password);
    return account === null ? failed() : logIn(session, account);
  },
};

export const authenticate: Command = {
  state: 'not-authenticated',
  run(session, cursor) {
    cursor.space();
    const mechanism = cursor.word();
    let initial: string | null = null;
    if (cursor.accept(' ')) {
      if (!session.has('SASL-IR')) return bad('SASL-IR is not supported');
      initial = cursor.rest;
    }
    if (!session.has(`AUTH=${mechanism}`)) return no('Unsupported mechanism', 'CANNOT');
    const start = MECHANISMS[mechanism];
    if (start === undefined) return no('Unsupported mechanism', 'CANNOT');
    const step = start(session);
    return initial === null ? wait('', step) : feed(initial === '=' ? '' : initial, step);
  },
};

/** One answer of the client, decoded: the next challenge (bytes), or the end. */
type Step = (data: string) => Reply | { readonly challenge: string; readonly next: Step };

function feed(line: string, step: Step): Reply | Pending {
  if (line === '*') return bad('Authentication cancelled');
  const data = fromBase64(line);
  if (data === null) return bad('Not base64');
  const result = step(data);
  return 'status' in result ? result : wait(toBase64(result.challenge), result.next);
}
const wait = (prompt: string, step: Step): Pending => ({ prompt, onLine: (line) => feed(line, step) });

const MECHANISMS: Record<string, (session: ImapSession) => Step> = {
  PLAIN: (session) => (data) => {
    const account = parsePlain(session.world, data);
    return account === null ? failed() : logIn(session, account);
  },
  LOGIN: (session) => (user) => {
    const askPassword: Step = (password) => {
      const account = credentialsMatch(session.world, fromUtf8(user), fromUtf8(password));
      return account === null ? failed() : logIn(session, account);
    };
    if (user === '') {
      return {
        challenge: 'User Name\0',
        next: (name) => ({
          challenge: 'Password\0',
          next: (password) => passwordOf(session, name, password),
        }),
      };
    }
    return { challenge: 'Password\0', next: askPassword };
  },
  XOAUTH2: (session) => (data) => oauth(session, data),
  OAUTHBEARER: (session) => (data) => oauth(session, data),
  'SCRAM-SHA-1': (session) => scram(session, 'sha1'),
  'SCRAM-SHA-256': (session) => scram(session, 'sha256'),
};

function passwordOf(session: ImapSession, user: string, password: string): Reply {
  const account = credentialsMatch(session.world, fromUtf8(user), fromUtf8(password));
  return account === null ? failed() : logIn(session, account);
}

function oauth(session: ImapSession, data: string): ReturnType<Step> {
  const account = parseOauth(session.world, data);
  if (account !== null) return logIn(session, account);
  return {
    challenge: '{"status":"401","schemes":"bearer","scope":"https://mail.tern.example/"}',
    next: () => failed(),
  };
}

function scram(session: ImapSession, hash: 'sha1' | 'sha256'): Step {
  return (first) => {
    const server = new ScramServer(session.world, hash);
    const challenge = server.first(first);
    if (challenge === null) return failed();
    return {
      challenge,
      next: (final) => {
        const proof = server.final(final);
        const account = server.account;
        if (proof === null || account === null) return failed();
        return { challenge: proof, next: () => logIn(session, account) };
      },
    };
  };
}

export const logout: Command = {
  state: 'any',
  run(session) {
    session.loggingOut = true;
    session.view = null;
    session.untagged('BYE See you');
    return ok('Logged out');
  },
};
export const starttls: Command = {
  state: 'not-authenticated',
  run(session, cursor) {
    cursor.end();
    if (session.secure) return bad('TLS is already on');
    if (session.options.startTls !== true) return bad('STARTTLS is not supported');
    session.after = 'starttls';
    return ok('Begin TLS negotiation now');
  },
};
export const compress: Command = {
  state: 'authenticated',
  capability: 'COMPRESS=DEFLATE',
  run(session, cursor) {
    cursor.space();
    if (cursor.word() !== 'DEFLATE') return bad('Only DEFLATE');
    session.after = 'compress';
    return ok('DEFLATE active');
  },
};
export const unauthenticate: Command = {
  state: 'authenticated',
  capability: 'UNAUTHENTICATE',
  run(session) {
    session.account = null;
    session.view = null;
    session.enabled.clear();
    return ok('Logged out of the account');
  },
};
