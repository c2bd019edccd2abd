import type { TransportSecurity } from '@shared/ports/transport';
import type { Script, ScriptedServer } from './scripted-server';

export interface SmtpScriptOptions {
  readonly extensions?: readonly string[];
  /** Offered only after TLS, in the place of `extensions`. */
  readonly extensionsAfterTls?: readonly string[];
  readonly greeting?: string;
  /** Answers by verb (upper case), or `CONTENT`; `''` answers nothing. A function gets the whole line. */
  readonly replies?: Readonly<Record<string, string | ((line: string, server: ScriptedServer) => string)>>;
  /** Answers DATA with 354 although nobody is left to get the message. */
  readonly takesDataForNobody?: boolean;
  readonly security?: TransportSecurity;
  readonly split?: number;
  readonly cutAfterInput?: number;
  readonly cutAfterOutput?: number;
}

export const DEFAULT_EXTENSIONS = ['PIPELINING', 'SIZE 10240000', '8BITMIME', 'ENHANCEDSTATUSCODES'];

/** A well-behaved server, but for what `replies` says. Accepted messages are appended to `messages`. */
export function smtpScript(options: SmtpScriptOptions = {}, messages: string[] = []): Script {
  const { extensions = DEFAULT_EXTENSIONS, replies = {} } = options;
  const answer = (verb: string, line: string, server: ScriptedServer, usual: string): string => {
    const own = replies[verb];
    if (own === undefined) return usual;
    const text = typeof own === 'string' ? own : own(line, server);
    return text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`;
  };
  const list = (server: ScriptedServer): string => {
    const offered = server.security.kind === 'tls' ? (options.extensionsAfterTls ?? extensions) : extensions;
    const lines = ['mail.example greets you', ...offered];
    return lines.map((line, i) => `250${i === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('');
  };
  const settle = (server: ScriptedServer, content: string): string => {
    const verdict = answer('CONTENT', content, server, '250 2.0.0 queued\r\n');
    if (verdict.startsWith('2')) messages.push(content);
    return verdict;
  };
  const { greeting = '220 mail.example ESMTP\r\n' } = options;
  let chunks = '';
  let sender = false;
  let recipients = 0;
  return {
    greeting,
    ...(options.security === undefined ? {} : { security: options.security }),
    ...(options.split === undefined ? {} : { split: options.split }),
    ...(options.cutAfterInput === undefined ? {} : { cutAfterInput: options.cutAfterInput }),
    ...(options.cutAfterOutput === undefined ? {} : { cutAfterOutput: options.cutAfterOutput }),
    onLine(line, server) {
      const verb = (/^[A-Za-z]+/.exec(line)?.[0] ?? '').toUpperCase();
      switch (verb) {
        case 'EHLO':
          return answer(verb, line, server, list(server));
        case 'HELO':
          return answer(verb, line, server, '250 mail.example\r\n');
        case 'STARTTLS':
          return answer(verb, line, server, '220 2.0.0 go ahead\r\n');
        case 'AUTH':
          return answer(verb, line, server, '235 2.7.0 welcome\r\n');
        case 'MAIL': {
          const text = answer(verb, line, server, '250 2.0.0 ok\r\n');
          sender = text.startsWith('2');
          recipients = 0;
          return text;
        }
        case 'RCPT': {
          if (!sender && replies['RCPT'] === undefined) return '503 5.5.1 MAIL first\r\n';
          const text = answer(verb, line, server, '250 2.0.0 ok\r\n');
          if (sender && text.startsWith('2')) recipients += 1;
          return text;
        }
        case 'RSET':
          sender = false;
          recipients = 0;
          return answer(verb, line, server, '250 2.0.0 ok\r\n');
        case 'NOOP':
          return answer(verb, line, server, '250 2.0.0 ok\r\n');
        case 'DATA': {
          if (recipients === 0 && options.takesDataForNobody !== true) return '554 5.5.1 no recipients\r\n';
          const text = answer(verb, line, server, '354 go on\r\n');
          if (/^(354|250)/.test(text)) server.readContent((content) => settle(server, content));
          return text;
        }
        case 'BDAT': {
          const [, octets = '0', last] = line.split(' ');
          server.readContent((content) => {
            chunks += content;
            if (last === undefined) return answer('BDAT', line, server, '250 2.0.0 chunk\r\n');
            const whole = chunks;
            chunks = '';
            return settle(server, whole);
          }, Number(octets));
          return null;
        }
        case 'QUIT': {
          const text = answer(verb, line, server, '221 2.0.0 bye\r\n');
          server.write(text);
          server.hangUp();
          return null;
        }
        default:
          return answer('OTHER', line, server, '502 5.5.2 unknown\r\n');
      }
    },
  };
}
