import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { startI18n } from '../i18n';
import { errors } from '../i18n/en/errors';
import { failureOf, failureWords, sentenceFor } from './errors';

beforeAll(() => startI18n('en'));

const main = fileURLToPath(new URL('../../main', import.meta.url));
/** Folders whose errors reach people. */
const LAYERS = ['imap', 'pop3', 'smtp', 'sasl', 'net'];
const CODE =
  /(?:\bcode: |\b(?:fail|refused|broken|uncertain|unreachable|refusal)\(\s*(?:\w+,\s*\w+,\s*)?)'([a-z0-9]+(?:-[a-z0-9]+)*)'/g;

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
      for (const [, code] of readFileSync(join(main, layer, name), 'utf8').matchAll(CODE))
        if (code) found.add(code);
    }
  }
  return found;
}

describe('sentences', () => {
  it('exist for every code the protocols and the network can end with', () => {
    const found = codes();
    expect(found.size).toBeGreaterThan(30);
    expect([...found].filter((code) => sentenceFor(code) === null)).toEqual([]);
  });

  it('exist for what the wizard can meet', () => {
    const met =
      'auth-failed tls-self-signed tls-expired tls-wrong-host tls-untrusted tls-pin-changed tls-version dns refused timeout not-imap not-pop3 not-smtp not-tls no-starttls needs-consent offline closed';
    for (const code of met.split(' ')) expect(sentenceFor(code), code).toBe(code);
  });

  it('say what happened and what to do, each as whole sentences, with nothing left open', () => {
    for (const [code, words] of Object.entries(errors)) {
      if (typeof words === 'string') continue;
      const said = failureWords({ code, server: '', details: { host: 'mail.example.com', port: 993 } });
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
