import { describe, expect, it } from 'vitest';
import { newAccount, type ProbeResult } from '@shared/contract/account';
import { fakeAccount } from '../../state/testing/fake-data';
import {
  blamedField,
  changeServer,
  complete,
  discoveredForm,
  freeColor,
  guessedForm,
  looksLikeAddress,
  pairs,
  pinned,
  toNewAccount,
} from './account-form';

const form = guessedForm('Jana', 'jana@harbour.example', 'secret');

describe('account form', () => {
  it('guesses usual names with TLS', () => {
    expect(form.incoming).toMatchObject({ host: 'imap.harbour.example', port: '993', tls: 'tls' });
    expect(form.outgoing).toMatchObject({ host: 'smtp.harbour.example', port: '465', tls: 'tls' });
    expect(complete(form)).toBe(true);
  });

  it('lets a usual port follow protocol and encryption, and leaves an unusual one alone', () => {
    expect(changeServer(form.incoming, { kind: 'pop3' }).port).toBe('995');
    expect(changeServer(form.outgoing, { tls: 'starttls' }).port).toBe('587');
    const odd = changeServer(form.incoming, { port: '1143' });
    expect(changeServer(odd, { tls: 'none' }).port).toBe('1143');
  });

  it('keeps a pin for its host and port only', () => {
    const pinned = changeServer(form.incoming, { pin: 'ab' });
    expect(pinned.pin).toBe('ab');
    expect(changeServer(pinned, { user: 'x' }).pin).toBe('ab');
    expect(changeServer(pinned, { host: 'other.example' }).pin).toBeNull();
    expect(changeServer(pinned, { port: '1993' }).pin).toBeNull();
    expect(changeServer(pinned, { tls: 'starttls' }).pin).toBeNull();
  });

  it('makes what the engine takes', () => {
    const made = newAccount.parse(
      toNewAccount({ ...form, incoming: changeServer(form.incoming, { kind: 'pop3', pin: 'ff' }) }, 3),
    );
    expect(made).toMatchObject({
      color: 3,
      incoming: { protocol: 'pop3', port: 995 },
      outgoing: { user: 'jana@harbour.example' },
    });
    expect(made.outgoingPassword).toBeUndefined();
    const rules = { leave: 'days', days: 3, fetch: 'headers' } as const;
    const pop3 = { ...form, incoming: changeServer(form.incoming, { kind: 'pop3' }), pop3: rules };
    expect(newAccount.parse(toNewAccount(pop3, 0)).pop3).toEqual(rules);
    expect(newAccount.parse(toNewAccount({ ...pop3, incoming: form.incoming }, 0)).pop3).toBeUndefined();
    const apart = toNewAccount({ ...form, sameLogin: false, outgoingPassword: 'other' }, 0);
    expect(apart.outgoingPassword).toBe('other');
  });

  it('takes over what was found', () => {
    const found = discoveredForm(form, {
      incoming: {
        protocol: 'imap',
        host: 'mail.p.example',
        port: 993,
        tls: 'tls',
        user: 'jana',
        auth: 'password',
      },
      outgoing: { host: 'out.p.example', port: 587, tls: 'starttls', user: 'relay', auth: 'password' },
      provider: 'P',
      source: 'provider-list',
      signIn: null,
      hint: null,
    });
    expect(found).toMatchObject({
      password: 'secret',
      sameLogin: false,
      outgoing: { port: '587', tls: 'starttls' },
    });
  });

  it('knows when there is not enough to try', () => {
    expect(complete({ ...form, address: 'jana' })).toBe(false);
    expect(complete({ ...form, incoming: changeServer(form.incoming, { host: ' ' }) })).toBe(false);
    expect(complete({ ...form, outgoing: changeServer(form.outgoing, { port: '70000' }) })).toBe(false);
    expect(looksLikeAddress('a b@c')).toBe(false);
    expect(looksLikeAddress('jana@localhost')).toBe(true);
  });

  it('finds a colour nobody has', () => {
    expect(freeColor([{ color: 0 }, { color: 2 }])).toBe(1);
    expect(freeColor(Array.from({ length: 8 }, (_, color) => ({ color })))).toBe(0);
  });

  it('pins a certificate for the one server it was seen at', () => {
    const account = pinned(fakeAccount(0, 'J', 'j@example.com'), 'smtp.example.com', 465, 'ff');
    expect(account.outgoing.pinnedFingerprint).toBe('ff');
    expect(account.incoming.pinnedFingerprint).toBeUndefined();
    expect(pinned(account, 'smtp.example.com', 587, 'aa').outgoing.pinnedFingerprint).toBe('ff');
  });

  it('reads fingerprints out in pairs', () => {
    expect(pairs('ab12:9f')).toBe('AB 12 9F');
  });
});

describe('after a test that failed one goes on', () => {
  const form = guessedForm('Ada', 'ada@tern.example', 'wrong');
  const result = (code: string): ProbeResult => ({
    ok: code === '',
    code,
    server: '',
    details: {},
    facts: {},
  });
  const both = (incoming: string, outgoing: string) => ({
    incoming: result(incoming),
    outgoing: result(outgoing),
  });

  it('in the password that was not taken', () => {
    expect(blamedField(both('auth-failed', 'auth-failed'), form)).toBe('password');
    expect(blamedField(both('', 'auth-failed'), form)).toBe('password');
    expect(blamedField(both('', 'auth-failed'), { ...form, sameLogin: false })).toBe('outgoing-password');
  });
  it('in the server that did not answer', () => {
    expect(blamedField(both('dns', 'auth-failed'), form)).toBe('incoming-host');
    expect(blamedField(both('', 'refused'), form)).toBe('outgoing-host');
  });
  it('nowhere else when all works or the provider’s page asks', () => {
    expect(blamedField(both('', ''), form)).toBeNull();
    expect(blamedField(null, form)).toBeNull();
    const oauth = { ...form, incoming: { ...form.incoming, auth: 'oauth' as const } };
    expect(blamedField(both('auth-failed', ''), oauth)).toBeNull();
  });
});
