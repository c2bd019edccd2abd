import type { TransportSecurity } from '@shared/ports/transport';
import type { Script, ScriptedServer } from '../../smtp/testing/scripted-server';

export interface Pop3ScriptOptions {
  /** Lines of CAPA; null refuses it. */
  readonly capabilities?: readonly string[] | null;
  readonly capabilitiesAfterTls?: readonly string[] | null;
  readonly greeting?: string;
  /** Messages as stored: CRLF lines, dots not doubled. */
  readonly messages?: readonly string[];
  /** Answers by verb, `*` for a line without one; a function gets the whole line. `''` answers nothing, null gives the usual answer. */
  readonly replies?: Readonly<
    Record<string, string | ((line: string, server: ScriptedServer) => string | null)>
  >;
  readonly security?: TransportSecurity;
  readonly split?: number;
  readonly cutAfterInput?: number;
  readonly cutAfterOutput?: number;
}

export const DEFAULT_CAPABILITIES = ['TOP', 'UIDL', 'USER', 'PIPELINING', 'RESP-CODES'];

const stuffed = (message: string): string => {
  const text = message.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..');
  return text.endsWith('\r\n') || text === '' ? text : `${text}\r\n`;
};

const KNOWN = new Set(
  'CAPA STLS USER PASS APOP AUTH UTF8 STAT LIST UIDL TOP RETR DELE RSET NOOP QUIT'.split(' '),
);

/** What a POP3 server holds: `deleted` becomes true of what QUIT removed. */
export interface Maildrop {
  readonly present: boolean[];
}

/** A well-behaved server, but for what `replies` says. */
export function pop3Script(options: Pop3ScriptOptions = {}, drop: Maildrop = { present: [] }): Script {
  const { messages = [], replies = {}, greeting = '+OK ready\r\n' } = options;
  for (const i of messages.keys()) drop.present[i] = true;
  const marked = new Set<number>();
  const usual = (verb: string, line: string, server: ScriptedServer): string => {
    const [, first = '', second = ''] = line.split(' ');
    const index = Number(first) - 1;
    const message = messages[index];
    switch (verb) {
      case 'CAPA': {
        const afterTls = server.security.kind === 'tls' ? options.capabilitiesAfterTls : undefined;
        const lines = afterTls === undefined ? options.capabilities : afterTls;
        if (lines === null) return '-ERR unknown';
        return ['+OK', ...(lines ?? DEFAULT_CAPABILITIES), '.'].join('\r\n');
      }
      case 'STAT':
        return `+OK ${messages.length} ${messages.join('').length}`;
      case 'LIST':
        return ['+OK', ...messages.map((text, i) => `${i + 1} ${text.length}`), '.'].join('\r\n');
      case 'UIDL':
        if (first !== '') return message === undefined ? '-ERR none' : `+OK ${first} uid-${first}`;
        return ['+OK', ...messages.map((_text, i) => `${i + 1} uid-${i + 1}`), '.'].join('\r\n');
      case 'RETR':
        return message === undefined ? '-ERR none' : `+OK\r\n${stuffed(message)}.`;
      case 'TOP': {
        if (message === undefined) return '-ERR none';
        const [head = '', body = ''] = message.split('\r\n\r\n', 2);
        const lines = body.split('\r\n').slice(0, Number(second));
        return `+OK\r\n${stuffed([head, '', ...lines].join('\r\n'))}.`;
      }
      case 'DELE':
        if (message === undefined) return '-ERR none';
        marked.add(index);
        return '+OK';
      case 'RSET':
        marked.clear();
        return '+OK';
      case 'QUIT':
        for (const i of marked) drop.present[i] = false;
        server.write('+OK bye\r\n');
        server.hangUp();
        return '';
      case 'STLS':
      case 'USER':
      case 'PASS':
      case 'APOP':
      case 'AUTH':
      case 'UTF8':
      case 'NOOP':
        return '+OK';
      default:
        return '-ERR what?';
    }
  };
  return {
    greeting,
    ...(options.security === undefined ? {} : { security: options.security }),
    ...(options.split === undefined ? {} : { split: options.split }),
    ...(options.cutAfterInput === undefined ? {} : { cutAfterInput: options.cutAfterInput }),
    ...(options.cutAfterOutput === undefined ? {} : { cutAfterOutput: options.cutAfterOutput }),
    onLine(line, server) {
      const verb = (/^[A-Za-z0-9]+/.exec(line)?.[0] ?? 'OTHER').toUpperCase();
      const own = replies[KNOWN.has(verb) ? verb : '*'];
      const text = (typeof own === 'function' ? own(line, server) : own) ?? usual(verb, line, server);
      return text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`;
    },
  };
}
