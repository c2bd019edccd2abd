import { quote, nstring } from './format';
import { bad, no, ok, type Command, type ImapSession, type Reply } from './session';

export const capability: Command = {
  state: 'any',
  run(session, cursor) {
    cursor.end();
    session.untagged(`CAPABILITY ${session.capabilities.join(' ')}`);
    return ok('Capabilities');
  },
};
export const noop: Command = { state: 'any', run: () => ok('Nothing done') };
export const check: Command = { state: 'selected', run: () => ok('Checked') };

export const id: Command = {
  state: 'any',
  capability: 'ID',
  run(session, cursor) {
    cursor.space();
    if (!cursor.accept('NIL')) cursor.list(() => cursor.nstring());
    cursor.end();
    const fields = Object.entries(session.options.serverId ?? { name: 'Tern embedded server', version: '1' });
    session.untagged(`ID (${fields.map(([key, value]) => `${quote(key)} ${quote(value)}`).join(' ')})`);
    return ok('Pleased to meet you');
  },
};

const ENABLED = ['CONDSTORE', 'QRESYNC', 'UTF8=ACCEPT', 'UIDONLY', 'IMAP4rev2'] as const;

export const enable: Command = {
  state: 'authenticated',
  capability: 'ENABLE',
  run(session, cursor) {
    const now: string[] = [];
    while (cursor.accept(' ')) {
      const word = cursor.word();
      const name = ENABLED.find((known) => known.toUpperCase() === word);
      if (name === undefined || !session.capabilities.includes(name)) continue;
      session.enabled.add(word);
      now.push(name);
    }
    cursor.end();
    session.untagged(`ENABLED${now.map((word) => ` ${word}`).join('')}`);
    return ok('Enabled');
  },
};

export const idle: Command = {
  state: 'authenticated',
  capability: 'IDLE',
  run(session, cursor) {
    cursor.end();
    session.idling = true;
    return {
      prompt: 'idling',
      onLine(line): Reply {
        session.idling = false;
        return line.toUpperCase() === 'DONE' ? ok('Idle done') : bad('Expected DONE');
      },
    };
  },
};

const quotaLine = (session: ImapSession): string =>
  `QUOTA "" (${session.user.quota === undefined ? '' : `STORAGE ${Math.ceil(session.user.used / 1024)} ${Math.floor(session.user.quota / 1024)}`})`;
export const getQuotaRoot: Command = {
  state: 'authenticated',
  capability: 'QUOTA',
  run(session, cursor) {
    cursor.space();
    const mailbox = session.user.mailbox(cursor.mailbox(session.isUtf8));
    cursor.end();
    if (mailbox === undefined) return no('No such mailbox', 'NONEXISTENT');
    session.untagged(`QUOTAROOT ${session.name(mailbox)} ""`);
    session.untagged(quotaLine(session));
    return ok('Quota');
  },
};
export const getQuota: Command = {
  state: 'authenticated',
  capability: 'QUOTA',
  run(session, cursor) {
    cursor.space();
    if (cursor.astring() !== '') return no('No such quota root', 'NONEXISTENT');
    session.untagged(quotaLine(session));
    return ok('Quota');
  },
};

const metadataOf = (session: ImapSession, name: string): Map<string, string> | undefined =>
  name === '' ? session.user.metadata : session.user.mailbox(name)?.metadata;
export const getMetadata: Command = {
  state: 'authenticated',
  capability: 'METADATA',
  run(session, cursor) {
    cursor.space();
    if (cursor.peek('(')) {
      cursor.list(() => `${cursor.word()}${cursor.accept(' ') ? cursor.word() : ''}`);
      cursor.space();
    }
    const name = cursor.mailbox(session.isUtf8);
    cursor.space();
    const entries = cursor.peek('(') ? cursor.list(() => cursor.astring()) : [cursor.astring()];
    cursor.end();
    const values = metadataOf(session, name);
    if (values === undefined) return no('No such mailbox', 'NONEXISTENT');
    const pairs = entries.map((entry) => `${entry} ${nstring(values.get(entry.toLowerCase()))}`);
    session.untagged(`METADATA ${session.name(name)} (${pairs.join(' ')})`);
    return ok('Metadata');
  },
};
export const setMetadata: Command = {
  state: 'authenticated',
  capability: 'METADATA',
  run(session, cursor) {
    cursor.space();
    const values = metadataOf(session, cursor.mailbox(session.isUtf8));
    cursor.space();
    const pairs = cursor.list(() => {
      const entry = cursor.astring();
      cursor.space();
      return [entry.toLowerCase(), cursor.nstring()] as const;
    });
    cursor.end();
    if (values === undefined) return no('No such mailbox', 'NONEXISTENT');
    for (const [entry, value] of pairs) {
      if (value === null) values.delete(entry);
      else values.set(entry, value);
    }
    return ok('Stored');
  },
};
