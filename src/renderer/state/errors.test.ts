import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { hasKey, startI18n } from '../i18n';
import { errors } from '../i18n/en/errors';
import { failureOf, failureWords, sentenceFor } from './errors';

beforeAll(() => startI18n('en'));

const main = fileURLToPath(new URL('../../main', import.meta.url));
/** Folders whose errors reach people. */
const LAYERS = 'imap pop3 smtp sasl net mime vault sync operations outbox services'.split(' ');
/** How a code is written: where an error is made, a refusal named, a reply's meaning given. */
const CODES = [
  /(?:\bcode: |\b(?:fail|refused|broken|uncertain|unreachable|refusal)\(\s*(?:\w+,\s*\w+,\s*)?)'([a-z0-9]+(?:-[a-z0-9]+)*)'/g,
  /'([a-z0-9]+(?:-[a-z0-9]+)*-(?:refused|failed|missing|gone|full|limit))'/g,
  /\bmeaning: '([a-z-]+)'/g,
];
/** Where codes that no person meets as a failure have words of their own. */
const ELSEWHERE = ['files.problem', 'inspector.distrustReasons', 'activity.notice', 'pop3.rest'];

const hasWords = (code: string): boolean =>
  sentenceFor(code) !== null ||
  ELSEWHERE.some((place) => [code, `${code}_other`].some((key) => hasKey(`${place}.${key}`)));

function codes(): Set<string> {
  const found = new Set<string>();
  for (const layer of LAYERS) {
    for (const name of readdirSync(join(main, layer), { recursive: true, encoding: 'utf8' })) {
      if (
        !name.endsWith('.ts') ||
        name.includes('.test.') ||
        name.includes('testing') ||
        name.includes('conformance')
      )
        continue;
      const source = readFileSync(join(main, layer, name), 'utf8');
      for (const form of CODES) for (const [, code] of source.matchAll(form)) if (code) found.add(code);
    }
  }
  return found;
}

/** What an IMAP server's response codes become (`refusal`): the atoms in lower case but those with a name of their own. */
function responseCodes(): string[] {
  const source = readFileSync(join(main, 'imap/errors.ts'), 'utf8');
  const named = [...source.matchAll(/^ {2}'?[A-Z-]+'?: '([a-z-]+)',$/gm)].map(([, code]) => code as string);
  const plain = [...source.matchAll(/^ {2}'([A-Z]+)',$/gm)].map(([, atom]) => (atom as string).toLowerCase());
  return [...named, ...plain, 'no', 'bad', 'throttled'];
}

describe('sentences', () => {
  it('exist for every code that the engine can end with', () => {
    const found = codes();
    expect(found.size).toBeGreaterThan(120);
    expect([...found].filter((code) => !hasWords(code))).toEqual([]);
  });

  it('exist for everything that an IMAP server may refuse with', () => {
    const found = responseCodes();
    expect(found.length).toBeGreaterThan(25);
    expect(found.filter((code) => sentenceFor(code) === null)).toEqual([]);
  });

  it('exist for what the wizard can meet', () => {
    const met =
      'auth-failed tls-self-signed tls-expired tls-wrong-host tls-untrusted tls-pin-changed tls-version dns refused timeout not-imap not-pop3 not-smtp not-tls no-starttls needs-consent offline closed';
    for (const code of met.split(' ')) expect(sentenceFor(code), code).toBe(code);
  });

  it('say what happened and what to do, each as whole sentences, with nothing left open', () => {
    for (const [code, words] of Object.entries(errors)) {
      if (typeof words === 'string') continue;
      // What the engine tells beside these codes: `sealLetter` names whose key it is about.
      const about = { address: 'ada@x.example', addresses: 'bo@x.example, cy@x.example' };
      const details = { host: 'mail.example.com', port: 993, ...about };
      const said = failureWords({ code, server: '', details });
      for (const text of [said.title, said.text]) {
        expect(text, code).toMatch(/[.?]$/);
        expect(text, code).not.toMatch(/\{\{|undefined|!/);
      }
    }
  });

  it('name an unknown code honestly', () => {
    expect(failureWords({ code: 'moon-phase', server: '', details: {} }).title).toBe(
      'Something went wrong (moon-phase).',
    );
  });

  it('come from whatever was thrown', () => {
    const error = new MailError({
      kind: 'unreachable',
      code: 'dns',
      message: 'x',
      details: { host: 'h' },
      server: 'no',
    });
    expect(failureOf(error)).toEqual({ code: 'dns', server: 'no', details: { host: 'h' } });
    expect(failureOf(new Error('odd'))).toEqual({ code: 'internal', server: 'odd', details: {} });
  });
});
