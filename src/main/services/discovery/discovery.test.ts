import { describe, expect, it } from 'vitest';
import type { DiscoveryStep } from '@shared/contract/account';
import { MailError } from '@shared/errors/mail-error';
import type { Transport } from '@shared/ports/transport';
import list from '../../../../resources/providers.json';
import { readAutoconfig } from './autoconfig-xml';
import { discover, type DiscoveryPorts } from './discover';

const XML = `<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="example.org"><domain>example.org</domain>
<displayName>Example Mail</displayName>
<incomingServer type="imap"><hostname>plain.example.org</hostname><port>143</port><socketType>plain</socketType><username>%EMAILADDRESS%</username></incomingServer>
<incomingServer type="pop3"><hostname>pop.example.org</hostname><port>995</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
<incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.example.org</hostname><port>587</port><socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>`;

const nothing: DiscoveryPorts = {
  dialer: {
    dial: () => Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no such host' })),
  },
  https: () => Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no such host' })),
  srv: () => Promise.resolve([]),
  mx: () => Promise.resolve([]),
};

const run = async (address: string, ports: Partial<DiscoveryPorts>) => {
  const seen: DiscoveryStep[] = [];
  const result = await discover(
    address,
    { ...nothing, ...ports },
    (s) => seen.push(s),
    new AbortController().signal,
  );
  return { ...result, seen };
};

describe('readAutoconfig', () => {
  it('takes the encrypted servers, IMAP first, and fills in the address', () => {
    const outgoing = { host: 'smtp.example.org', port: 587, tls: 'starttls', user: 'eva@example.org' };
    expect(readAutoconfig(XML, 'eva@example.org', 'autoconfig')).toMatchObject([
      {
        incoming: { protocol: 'imap', host: 'imap.example.org', port: 993, tls: 'tls', user: 'eva' },
        outgoing,
        provider: 'Example Mail',
        signIn: null,
      },
      { incoming: { protocol: 'pop3', host: 'pop.example.org', port: 995 }, outgoing },
    ]);
  });

  it.each([
    ['accounts.google.com', { provider: 'google' }],
    ['https://login.microsoftonline.com/common', { provider: 'microsoft' }],
    ['login.example.org', { provider: 'https://login.example.org', scopes: ['mail', 'offline'] }],
    ['http://login.example.org', null],
    ['login.example.org?evil', null],
  ])('knows where to sign in: %s', (issuer, signIn) => {
    const xml = XML.replace(
      '</clientConfig>',
      `<oAuth2><issuer>${issuer}</issuer><scope>mail  offline</scope><authURL>https://evil.example/</authURL></oAuth2></clientConfig>`,
    );
    expect(readAutoconfig(xml, 'eva@example.org', 'autoconfig')[0]?.signIn).toEqual(signIn);
  });

  it('refuses a document that offers no encryption (T-16), is no document, or names a strange host', () => {
    expect(
      readAutoconfig(XML.replaceAll('SSL', 'plain').replaceAll('STARTTLS', 'plain'), 'a@b.c', 'autoconfig'),
    ).toEqual([]);
    expect(readAutoconfig('<html>Not found</html>', 'a@b.c', 'autoconfig')).toEqual([]);
    expect(readAutoconfig('<<<', 'a@b.c', 'autoconfig')).toEqual([]);
    expect(readAutoconfig(XML.replace('smtp.example.org', 'evil host\r\n'), 'a@b.c', 'autoconfig')).toEqual(
      [],
    );
  });

  it('does not expand entities', () => {
    const bomb = XML.replace('<clientConfig', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><clientConfig').replace(
      'Example Mail',
      '&a;&a;',
    );
    expect(readAutoconfig(bomb, 'eva@example.org', 'autoconfig')[0]?.provider ?? '&a;&a;').not.toContain(
      'aaaa',
    );
  });
});

describe('discover', () => {
  it('answers for a known provider without asking anybody', async () => {
    const asked: string[] = [];
    const { found } = await run('eva@gmail.com', {
      https: (url) => {
        asked.push(url);
        return Promise.reject(new Error('no'));
      },
    });
    expect(found[0]).toMatchObject({ provider: 'Gmail', incoming: { host: 'imap.gmail.com', tls: 'tls' } });
    expect(found[0]?.hint?.code).toBe('app-password');
    expect(asked).toEqual([]);
  });

  it('never sends the local part of the address', async () => {
    const asked: string[] = [];
    await run('very-private@example.org', {
      https: (url) => {
        asked.push(url);
        return Promise.resolve({ status: 404, bytes: new Uint8Array() });
      },
      srv: (service, domain) => {
        asked.push(`${service}.${domain}`);
        return Promise.resolve([]);
      },
    });
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.join(' ')).not.toContain('very-private');
  });

  it('goes on to SRV, mail exchangers and guesses, showing each step', async () => {
    const bySrv = await run('eva@example.org', {
      srv: (service) =>
        Promise.resolve(
          service === '_imaps._tcp'
            ? [{ host: 'mx.example.org', port: 993 }]
            : service === '_submissions._tcp'
              ? [{ host: 'out.example.org', port: 465 }]
              : [],
        ),
    });
    expect(bySrv.found[0]).toMatchObject({ source: 'srv', incoming: { host: 'mx.example.org', tls: 'tls' } });
    expect(bySrv.steps.map((s) => `${s.source} ${s.state}`)).toEqual([
      'provider-list nothing',
      'autoconfig failed',
      'well-known failed',
      'srv found',
      'mx nothing',
    ]);
    expect(bySrv.seen.filter((s) => s.state === 'running')).toHaveLength(5);

    const byMx = await run('eva@example.org', { mx: () => Promise.resolve(['aspmx.l.google.com']) });
    expect(byMx.found[0]).toMatchObject({
      provider: 'Gmail',
      source: 'mx',
      incoming: { user: 'eva@example.org' },
    });

    const transport = { close: () => undefined } as Transport;
    const byGuess = await run('eva@example.org', {
      dialer: {
        dial: ({ host, port }) =>
          host === 'mail.example.org' && (port === 993 || port === 587)
            ? Promise.resolve(transport)
            : Promise.reject(new MailError({ kind: 'unreachable', code: 'refused', message: 'no' })),
      },
    });
    expect(byGuess.found[0]).toMatchObject({
      incoming: { host: 'mail.example.org', port: 993 },
      outgoing: { host: 'mail.example.org', port: 587, tls: 'starttls' },
    });
  });

  it('offers every way it finds, best first, and each server once', async () => {
    const { found } = await run('eva@example.org', {
      https: (url) =>
        url.startsWith('https://autoconfig.')
          ? Promise.resolve({ status: 200, bytes: new TextEncoder().encode(XML) })
          : Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no such host' })),
      srv: (service) =>
        Promise.resolve(
          {
            '_imaps._tcp': [{ host: 'imap.example.org', port: 993 }],
            '_imap._tcp': [],
            '_pop3s._tcp': [{ host: 'other.example.org', port: 995 }],
            '_submissions._tcp': [{ host: 'out.example.org', port: 465 }],
          }[service] ?? [],
        ),
    });
    expect(found.map((f) => `${f.source} ${f.incoming.protocol} ${f.incoming.host}`)).toEqual([
      'autoconfig imap imap.example.org',
      'autoconfig pop3 pop.example.org',
      'srv pop3 other.example.org',
    ]);
    const gmail = await run('eva@gmail.com', {});
    expect(gmail.found.map((f) => [f.incoming.protocol, f.signIn?.provider])).toEqual([
      ['imap', 'google'],
      ['pop3', 'google'],
    ]);
    const outlook = await run('eva@outlook.com', {});
    expect(outlook.found[0]?.incoming.auth).toBe('oauth');
  });

  it('ends with nothing found, and says so for every step', async () => {
    const { found, steps } = await run('eva@example.org', {});
    expect(found).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ source: 'guess', state: 'nothing' });
  });
});

describe('the provider list', () => {
  it('has unique domains, sane ports and only encrypted servers', () => {
    const domains = list.flatMap((p) => p.domains);
    expect(new Set(domains).size).toBe(domains.length);
    for (const p of list) {
      for (const server of [p.incoming, p.outgoing, ...('pop3' in p && p.pop3 ? [p.pop3] : [])]) {
        expect(['tls', 'starttls']).toContain(server.tls);
        expect(server.port).toBeGreaterThan(0);
        expect(server.host).toMatch(/^[a-z0-9.-]+$/);
      }
    }
  });
});
