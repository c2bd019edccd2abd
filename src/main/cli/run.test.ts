import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import { serveWorld, type ServedWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { Script } from '@main/demo/script';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { openVault } from '@main/vault';
import { addTypicalAccount } from '../../../tests/fakes/accounts';
import { printableJson, plainText } from './console';
import { runCli } from './run';
import { parseTarget } from './target';

const PASSWORD = 'canary-5e1f';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
}

async function tern(
  args: readonly string[],
  env: Record<string, string> = {},
  answer = PASSWORD,
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const asked: string[] = [];
  const code = await runCli(args, {
    console: {
      print: (line) => out.push(line),
      warn: (line) => err.push(line),
      env,
      askSecret: (question) => {
        asked.push(question);
        return Promise.resolve(new Secret(answer));
      },
    },
    version: '1.2.3',
    ports: {
      dialer: new NodeDialer(),
      clock: new NodeClock(),
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
    },
    defaultProfile: '/nowhere/at/all',
    openTern: () => Promise.reject(new Error('not asked for')),
  });
  return { code, out: out.join('\n'), err: err.join('\n'), asked };
}

describe('the command line', () => {
  it('says what there is, and nothing that there is not', async () => {
    const { code, out } = await tern(['--help']);
    expect(code).toBe(0);
    for (const word of ['tern doctor', 'tern vault', 'tern audit', 'tern sync', '--json', 'TERN_PASSWORD'])
      expect(out).toContain(word);
    for (const word of ['tern send', 'tern export', '--password']) expect(out).not.toContain(word);
    expect((await tern(['--version'])).out).toBe('1.2.3');
    expect((await tern(['doctor', '--help'])).code).toBe(0);
  });

  it.each([
    [[]],
    [['fly']],
    [['doctor']],
    [['doctor', 'imap://a@b', 'imap://c@d']],
    [['doctor', 'imap://a@b', '--tls', '--starttls']],
    [['doctor', 'imap://a@b', '--password', 'x']],
    [['doctor', 'https://a@b']],
    [['doctor', 'imap://b']],
    [['doctor', 'imap://a@b', '--pin', 'beef']],
    [['vault']],
    [['vault', 'repair']],
    [['vault', 'verify', '--profile', '']],
  ])('%j is not understood', async (args) => {
    const { code, out, err } = await tern(args, { TERN_PASSWORD: PASSWORD });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it.each([
    'imap://ada:s3cret@mail.example',
    'imap://ada:s3cret@mail.example:143',
    'imap://:s3cret@mail.example',
  ])('a password in %s is refused and not repeated', async (url) => {
    const { code, err, asked } = await tern(['doctor', url]);
    expect(code).toBe(2);
    expect(err).toContain('does not belong on the command line');
    expect(err).not.toContain('s3cret');
    expect(asked).toEqual([]);
  });

  it('a mistyped address keeps its password to itself', async () => {
    const { err } = await tern(['doctor', 'imapp://ada:s3cret@mail.example']);
    expect(err).toContain('is no server');
    expect(err).not.toContain('s3cret');
  });
});

describe('server addresses', () => {
  it.each([
    ['imap://ada@mail.example', 993, 'tls'],
    ['imap://ada@mail.example:143', 143, 'starttls'],
    ['imaps://ada@mail.example:143', 143, 'tls'],
    ['imap://ada@mail.example:10143', 10143, 'tls'],
    ['smtp://ada@mail.example:587', 587, 'starttls'],
    ['smtp://ada@mail.example', 465, 'tls'],
    ['pop3://ada@mail.example:110', 110, 'starttls'],
    ['pop://ada@mail.example', 995, 'tls'],
  ] as const)('%s is port %d, %s', (text, port, tls) => {
    expect(parseTarget(text)).toMatchObject({ user: 'ada', endpoint: { host: 'mail.example', port, tls } });
  });

  it('an explicit choice wins; plain text is never a default', () => {
    expect(parseTarget('imap://a@b:143', { tls: 'none' }).endpoint.tls).toBe('none');
    expect(parseTarget('imap://a@b:143', { tls: 'tls' }).endpoint.tls).toBe('tls');
  });

  it('users with @, international hosts, IPv6, pins', () => {
    expect(parseTarget('imap://ada@tern.example@mail.example').user).toBe('ada@tern.example');
    expect(parseTarget('imap://ada%2Fshared@mail.example').user).toBe('ada/shared');
    expect(parseTarget('imap://ada@bücher.example').endpoint.host).toBe('xn--bcher-kva.example');
    expect(parseTarget('imap://ada@[::1]:1143').endpoint).toMatchObject({ host: '::1', port: 1143 });
    const pin = 'AB:'.repeat(31) + 'AB';
    expect(parseTarget('imap://a@b', { pin }).endpoint.pinnedFingerprint).toBe('ab'.repeat(32));
  });
});

describe('doctor', () => {
  const script = new Script();
  let served: ServedWorld;
  beforeAll(async () => {
    const world = new MailWorld(new NodeClock());
    const account = addTypicalAccount(world, 'plain', 'ada@tern.example', PASSWORD);
    world.append(account, world.mailbox(account.user, 'INBOX'), 'Subject: one\r\n\r\none\r\n');
    served = await serveWorld(world, {
      ports: { imap: 0, smtp: 0, pop3: 0 },
      scripts: { imap: script },
      compression: new NodeCompression(),
    });
  });
  afterAll(() => served.close());
  const url = (protocol: 'imap' | 'smtp' | 'pop3'): string =>
    `${protocol}://ada@tern.example@127.0.0.1:${served.ports[protocol]}`;

  it('asks for the password and prints a report card', async () => {
    const { code, out, err, asked } = await tern(['doctor', url('imap'), '--plaintext']);
    expect(asked).toEqual(['Password of ada@tern.example at 127.0.0.1: ']);
    expect(out).toContain('What Tern will use');
    expect(out).toContain('NOT ENCRYPTED');
    expect(err).toContain('not encrypted');
    expect(out + err).not.toContain(PASSWORD);
    expect(code).toBe(0);
  });

  it.each(['imap', 'smtp', 'pop3'] as const)(
    '%s as JSON, password from the environment',
    async (protocol) => {
      const { code, out, asked } = await tern(['doctor', url(protocol), '--plaintext', '--json'], {
        TERN_PASSWORD: PASSWORD,
      });
      expect(asked).toEqual([]);
      expect(JSON.parse(out)).toMatchObject({
        format: 1,
        protocol,
        connection: { user: 'ada@tern.example' },
      });
      expect(out).not.toContain(PASSWORD);
      expect(code).toBe(0);
    },
  );

  it('is 1 when a claim does not hold', async () => {
    script.add({ verb: 'IDLE', times: 1, act: { do: 'answer', reply: 'NO out of order' } });
    const { code, out } = await tern(['doctor', url('imap'), '--plaintext']);
    expect(code).toBe(1);
    expect(out).toMatch(/FAILED\s+IDLE .*out of order/);
  });

  it('is 1 when nobody can log in, and says why in both forms', async () => {
    const wrong = await tern(['doctor', url('imap'), '--plaintext', '--json'], {
      TERN_PASSWORD: 'wrong-canary',
    });
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.out)).toMatchObject({ error: { kind: 'refused', code: 'auth-failed' } });
    expect(wrong.out + wrong.err).not.toContain('wrong-canary');
  });

  it('does not fall back to plain text', async () => {
    const { code, err } = await tern(['doctor', url('imap'), '--starttls'], { TERN_PASSWORD: PASSWORD });
    expect(code).toBe(1);
    expect(err).toContain('starttls-missing');
  });

  it('the words of a server cannot steer the terminal', async () => {
    script.add({
      verb: 'IDLE',
      times: 1,
      act: { do: 'answer', reply: 'NO \u001b[2J\u009b31m gone' },
    });
    const { out } = await tern(['doctor', url('imap'), '--plaintext']);
    expect(out).toContain('gone');
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(out)).toBe(false);
  });

  it('runs as a program', async () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const result = await new Promise<{ code: number; out: string }>((resolve) => {
      execFile(
        join(root, 'node_modules/.bin/tsx'),
        ['src/main/cli.ts', 'doctor', url('imap'), '--plaintext', '--json'],
        { cwd: root, env: { ...process.env, TERN_PASSWORD: PASSWORD } },
        (error, out) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out }),
      );
    });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.out)).toMatchObject({ protocol: 'imap', plan: { push: 'IDLE' } });
  });

  it('asks for no password where there is no terminal', async () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env['TERN_PASSWORD'];
    const code = await new Promise<unknown>((resolve) => {
      const child = execFile(
        join(root, 'node_modules/.bin/tsx'),
        ['src/main/cli.ts', 'doctor', url('imap'), '--plaintext'],
        { cwd: root, env },
        (error, _out, err) => resolve([error?.code, err.includes('TERN_PASSWORD')]),
      );
      child.stdin?.end('typed\n');
    });
    expect(code).toEqual([2, true]);
  });
});

describe('vault', () => {
  let profile = '';
  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), 'tern-cli-'));
    const vault = await openVault({ folder: join(profile, 'vault'), clock: new NodeClock() });
    await vault.append('draft.put', {
      id: 'd1',
      value: {
        id: 'd1',
        content: { subject: 'Lunch', text: 'body-canary', quote: { html: 'quote-canary' } },
      },
    });
    await vault.append('op.put', { id: 'o1', value: { kind: 'flags', note: 'long\nnote-canary' } });
    await vault.blobs.put(new TextEncoder().encode('a letter, blob-canary'));
    await vault.close();
  });
  afterAll(() => rmSync(profile, { recursive: true, force: true }));

  it('verifies a whole vault', async () => {
    const text = await tern(['vault', 'verify', '--profile', profile]);
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toContain('Everything is as it was written.');
    const json = await tern(['vault', 'verify', '--json', '--profile', profile]);
    expect(JSON.parse(json.out)).toMatchObject({
      troubles: [],
      journals: [{ records: 2, snapshotWhole: true }],
      blobs: { count: 1, corrupt: [] },
    });
  });

  it('dumps the records, but not what people wrote', async () => {
    const text = await tern(['vault', 'dump', '--profile', profile]);
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/^1 {2}draft\.put {2}\d+ {2}\{.*Lunch.*‹11 characters›/);
    const json = await tern(['vault', 'dump', '--json', '--profile', profile]);
    const records = json.out
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; type: string; octets: number });
    expect(records.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'draft.put'],
      [2, 'op.put'],
    ]);
    expect(records.every(({ octets }) => octets > 20)).toBe(true);
    for (const word of ['body-canary', 'quote-canary', 'note-canary', 'blob-canary']) {
      expect(text.out + json.out).not.toContain(word);
    }
  });

  it('tells damage in journal and blobs, and changes nothing', async () => {
    const folder = join(profile, 'vault');
    const name = readdirSync(folder).find((file) => file.startsWith('journal-')) ?? '';
    const whole = readFileSync(join(folder, name));
    const torn = Buffer.from(whole);
    torn[torn.length - 5] = (torn[torn.length - 5] ?? 0) ^ 0xff;
    writeFileSync(join(folder, name), torn);
    const blob = join(folder, 'blobs', readdirSync(join(folder, 'blobs'))[0] ?? '');
    writeFileSync(blob, 'something else');
    const { code, out } = await tern(['vault', 'verify', '--profile', profile]);
    expect(code).toBe(1);
    expect(out).toContain(`${name}: `);
    expect(out).toContain('not what was stored');
    expect(readFileSync(join(folder, name)).equals(torn)).toBe(true);
    const dump = await tern(['vault', 'dump', '--profile', profile]);
    expect(dump.code).toBe(1);
    expect(dump.out).toContain('draft.put');
    expect(dump.err).toContain('damaged');
  });

  it('says so when there is none', async () => {
    const missing = join(profile, 'missing');
    expect(await tern(['vault', 'verify', '--profile', missing])).toMatchObject({
      code: 1,
      err: `There is no vault in ${missing}.`,
    });
    expect((await tern(['vault', 'dump'])).err).toContain('/nowhere/at/all');
  });
});

describe('text for a terminal', () => {
  it('escapes what steers, turns or hides', () => {
    expect(plainText('a\u001b[31mb\u202ec\u009bd\u200be')).toBe('a\\u001b[31mb\\u202ec\\u009bd\\u200be');
    const value = { a: 'x\u202ey\u009b', n: 12n };
    expect(JSON.parse(printableJson(value, 2))).toEqual({ a: 'x\u202ey\u009b', n: '12' });
    expect(printableJson(value)).toBe('{"a":"x\\u202ey\\u009b","n":"12"}');
  });
});
