import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DraftContent } from '@shared/contract/compose';
import { isMailError } from '@shared/errors/mail-error';
import type { AccountId, OutboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { openFolds } from '@shared/ports/fold';
import { Secret } from '@shared/ports/secret';
import type { Endpoint } from '@shared/ports/transport';
import { fetch, ImapClient, select, UidSet } from '@main/imap';
import { partsOf } from '@main/mime/body-from-message';
import { messageBytes } from '@main/mime/build/build-message';
import type { OutgoingMessage } from '@main/mime/build/outgoing';
import { parseEnvelope } from '@main/mime/parse-envelope';
import { parseHeaders } from '@main/mime/parse-headers';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { Outbox } from '@main/outbox/outbox';
import type { SubmissionResult } from '@main/outbox/ports';
import { Pop3Client, type MessageNumber } from '@main/pop3';
import { Outgoing } from '@main/services/outgoing';
import { SmtpClient, parseSmtpAddress } from '@main/smtp';
import { openMemoryVault } from '@main/vault';
import { startFaultProxy } from '../fakes/fault-proxy';
import { startDovecot, type Dovecot } from './dovecot';
import { startPostfix, type Postfix } from './postfix';

const ADA = { user: 'ada@tern.test', password: 'ada-secret' };
const BO = { user: 'bo@tern.test', password: 'bo-secret' };
const CY = { user: 'cy@tern.test', password: 'cy-secret' };
const GREY = { user: 'grey@tern.test', password: 'grey-secret' };

let dovecot: Dovecot;
let postfix: Postfix;
let policy: { readonly server: Server; asked: number };
beforeAll(async () => {
  dovecot = await startDovecot({ users: [ADA, BO, CY, GREY] });
  policy = await startGreylist(GREY.user);
  const address = policy.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  postfix = await startPostfix({
    dovecot,
    messageSizeLimit: 100_000_000,
    extra: `smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:${port}, permit_sasl_authenticated, reject`,
  });
});
afterAll(async () => {
  await postfix.stop();
  await dovecot.stop();
  policy.server.close();
});

/** Postfix's policy protocol: the first attempt to reach one address is put off, as greylisting servers do. */
async function startGreylist(address: string): Promise<{ server: Server; asked: number }> {
  const state = { server: createServer(), asked: 0 };
  state.server.on('connection', (socket) => {
    let text = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const request = text.slice(0, end);
        text = text.slice(end + 2);
        const wanted = request.includes(`recipient=${address}`);
        if (wanted) state.asked += 1;
        socket.write(
          wanted && state.asked === 1
            ? 'action=451 4.7.1 Greylisted, come back later\n\n'
            : 'action=DUNNO\n\n',
        );
      }
    });
  });
  await new Promise<void>((resolve) => state.server.listen(0, '127.0.0.1', resolve));
  return state;
}

const dialer = (): NodeDialer => new NodeDialer({ extraRoots: [dovecot.tls.ca.toString()] });
const ports = () => ({
  dialer: dialer(),
  clock: new NodeClock(),
  crypto: new NodeCrypto(),
  compression: new NodeCompression(),
});
const on = (port: number, tls: Endpoint['tls']) => ({
  ...ports(),
  endpoint: { host: '127.0.0.1', port, tls } as const,
});
const credentials = ({ user, password }: typeof ADA) => ({
  kind: 'password' as const,
  user,
  password: new Secret(password),
});

async function send(message: Uint8Array, to: readonly string[]): Promise<SubmissionResult> {
  const outgoing = new Outgoing(ports());
  const result = await outgoing.submit(
    {
      account: 'a' as AccountId,
      from: ADA.user,
      to,
      message: inPieces(message),
      size: message.length,
      onPhase: () => Promise.resolve(),
    },
    { host: '127.0.0.1', port: postfix.ports.submissions, tls: 'tls', user: ADA.user, auth: 'password' },
    () => Promise.resolve(new Secret(ADA.password)),
    null,
  );
  await outgoing.close();
  return result;
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000)
    yield await Promise.resolve(bytes.subarray(at, at + 100_000));
}

async function byPop3(who: typeof ADA): Promise<Uint8Array[]> {
  const client = await Pop3Client.connect({
    ...on(dovecot.ports.pop3s, 'tls'),
    credentials: credentials(who),
  });
  const pieces = new Map<MessageNumber, Uint8Array[]>();
  const numbers = (await client.list()).entries.map(({ number }) => number);
  await client.retrieve(numbers, {
    begin: (number) => void pieces.set(number, []),
    content: (number, bytes) => void pieces.get(number)?.push(bytes.slice()),
    end: () => undefined,
    refused: (_number, error) => {
      throw error;
    },
  });
  await client.quit();
  return numbers.map((number) => Buffer.concat(pieces.get(number) ?? []));
}

async function byImap(who: typeof ADA): Promise<Uint8Array[]> {
  const transport = await dialer().dial({ host: '127.0.0.1', port: dovecot.ports.imaps, tls: 'tls' });
  const client = await ImapClient.connect(transport, { ...ports(), tls: 'tls' });
  try {
    await client.login(who.user, new Secret(who.password));
    await client.run(select('INBOX'));
    const out: Uint8Array[] = [];
    let literal: Uint8Array[] = [];
    await client.run(
      fetch(
        UidSet.from([1, 2, 3, 4, 5, 6, 7, 8, 9]),
        [{ section: '' }],
        {
          literal: () => {
            literal = [];
            return {
              write: (chunk) => void literal.push(chunk.slice()),
              end: () => void out.push(Buffer.concat(literal)),
              abort: () => undefined,
            };
          },
        },
        (message) => {
          const data = message.sections?.[0]?.data;
          if (data?.ok === true && data.value.kind === 'bytes') out.push(data.value.bytes);
        },
      ),
    );
    return out;
  } finally {
    client.close();
  }
}

/** The one with this Message-ID, when it has come: delivery is Postfix's business and takes a moment. */
async function arrived(read: () => Promise<Uint8Array[]>, messageId: string): Promise<Uint8Array> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const found = (await read()).find((bytes) => parseEnvelope(bytes).messageId === messageId);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${messageId} did not arrive:\n${postfix.log().slice(-2000)}`);
}

const TEXTS = {
  Czech: 'Příliš žluťoučký kůň úpěl ďábelské ódy.',
  Greek: 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.',
  Russian: 'Съешь же ещё этих мягких французских булок, да выпей чаю.',
  Japanese: 'いろはにほへと ちりぬるを わかよたれそ つねならむ',
} as const;

/** Bytes that no encoding is kind to: every value, lone CR and LF, dots at line starts. */
function awkward(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, x = 1; i < length; i++) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = i % 1000 < 6 ? ([13, 10, 46, 13, 10, 13][i % 1000] ?? 0) : x >>> 24;
  }
  return bytes;
}

const once = (bytes: Uint8Array) =>
  async function* () {
    for await (const piece of inPieces(bytes)) yield piece;
  };

describe('Postfix submission → Dovecot LMTP → IMAP and POP3', () => {
  it('an HTML mail with an image and a 20 MB attachment in four scripts arrives byte for byte', async () => {
    const image = awkward(5_000);
    const file = awkward(20_000_000);
    const subject = Object.values(TEXTS).join(' ');
    const filename = `${TEXTS.Czech} ${TEXTS.Japanese}.bin`;
    const outgoing: OutgoingMessage = {
      from: { name: 'Ada Ελένη Иванова', address: ADA.user },
      to: [{ name: '山田 花子', address: BO.user }],
      cc: [],
      bcc: [],
      subject,
      date: Date.UTC(2026, 10, 26),
      messageId: 'four-scripts@tern.test',
      text: `${Object.values(TEXTS).join('\n')}\n.\n..\nFrom here\n`,
      html: `<html><body>${Object.values(TEXTS)
        .map((text) => `<p>${text}</p>`)
        .join('')}<img src="cid:image-1@tern.test"></body></html>`,
      images: [
        { filename: 'logo.png', type: 'image/png', contentId: 'image-1@tern.test', read: once(image) },
      ],
      attachments: [{ filename, type: 'application/octet-stream', read: once(file) }],
    };
    const wire = await messageBytes(outgoing, { bcc: 'omit' });
    expect(await send(wire, [BO.user])).toMatchObject({ outcome: 'accepted', refused: [] });

    const sentBody = Buffer.from(wire.subarray(parseHeaders(wire).bodyStart));
    for (const read of [() => byPop3(BO), () => byImap(BO)]) {
      const found = await arrived(read, outgoing.messageId);
      expect(sentBody.equals(found.subarray(parseHeaders(found).bodyStart))).toBe(true);
      const envelope = parseEnvelope(found);
      expect(envelope).toMatchObject({
        subject,
        from: [{ name: 'Ada Ελένη Иванова' }],
        to: [{ name: '山田 花子' }],
      });
      const parts = [...partsOf(found)];
      expect(parts.map(({ part }) => part.type)).toEqual([
        'text/plain',
        'text/html',
        'image/png',
        'application/octet-stream',
      ]);
      const [plain, html, inline, attached] = parts.map((part) => Buffer.from(part.bytes()));
      for (const text of Object.values(TEXTS)) {
        expect(plain?.toString()).toContain(text);
        expect(html?.toString()).toContain(text);
      }
      expect(inline?.equals(image)).toBe(true);
      expect(attached?.equals(file)).toBe(true);
      expect(parts[3]?.part.filename).toBe(filename);
      expect(parts[2]?.part.contentId).toBe('image-1@tern.test');
    }
  }, 120_000);

  it('a refused recipient is told apart, and the others get the message', async () => {
    const wire = Buffer.from('Message-ID: <partly@tern.test>\r\nSubject: x\r\n\r\nhello\r\n');
    const result = await send(wire, [BO.user, 'nobody@tern.test']);
    expect(result).toMatchObject({
      outcome: 'accepted',
      accepted: [{ address: BO.user }],
      refused: [{ address: 'nobody@tern.test', permanent: true }],
    });
    expect(result.refused[0]?.server).toContain('550');
    await arrived(() => byPop3(BO), 'partly@tern.test');
  });

  it('a greylisting server is tried again on schedule, and gets the message once', async () => {
    const clock = new SteppedClock();
    const { vault } = await openMemoryVault();
    const outbox = new Outbox({
      journal: vault,
      blobs: vault.blobs,
      clock,
      isKnown: () => true,
      mayConnect: () => true,
      submit: async (submission) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of submission.message) pieces.push(piece);
        return send(Buffer.concat(pieces), submission.to);
      },
      rest: () => undefined,
      close: () => Promise.resolve(),
      accept: async (_account, _intents, extra) => void (await vault.appendAll(extra)),
      sentMailbox: () => null,
      findSent: () => Promise.resolve(null),
      onAuthFailure: () => undefined,
      afterAcceptance: () => ({ intents: [], records: [] }),
    });
    await openFolds(vault, [outbox.table, outbox.ledger]);
    const states: string[] = [];
    const settled = (state: string | undefined): Promise<void> =>
      new Promise((resolve) => {
        const off = outbox.onChange((items) => {
          if (items[0]) states.push(`${items[0].state} ${items[0].reason?.code ?? ''}`.trim());
          if (items[0]?.state !== state) return;
          off();
          resolve();
        });
      });
    const blob = await vault.blobs.put(
      Buffer.from('Message-ID: <grey@tern.test>\r\nSubject: grey\r\n\r\nhello\r\n'),
    );
    const putOff = settled('retry');
    await outbox.enqueue(
      {
        id: 'x' as OutboxId,
        account: 'a' as AccountId,
        subject: 'grey',
        messageId: 'grey@tern.test',
        from: ADA.user,
        to: [GREY.user],
        wire: blob,
        filed: blob,
        draft: { attachments: [] as DraftContent['attachments'] } as DraftContent,
      },
      0,
      [],
    );
    await putOff;
    expect(states.at(-1)).toBe('retry greylisted');
    expect(await byPop3(GREY)).toEqual([]);
    const gone = settled(undefined);
    clock.advance(60_000);
    await gone;
    await arrived(() => byPop3(GREY), 'grey@tern.test');
    expect(await byPop3(GREY)).toHaveLength(1);
    await outbox.stop();
  });

  it('a server that dies at every reply: retry before the dot, uncertain behind it, never a wrong word', async () => {
    let octets = 0;
    expect(await attempt(null, (n) => (octets = n))).toBe('accepted');
    const seen = new Map<string, number>();
    for (let at = 0; at < octets; at += Math.max(1, Math.floor(octets / 40))) {
      const outcome = await attempt(at, () => undefined);
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    }
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['no-session', 'retry', 'uncertain']));
    const perhaps = (seen.get('uncertain') ?? 0) + (seen.get('accepted') ?? 0);
    // Behind the dot Postfix had taken it each time; nothing that Tern calls unsent arrives.
    await expect.poll(async () => (await byPop3(CY)).length, { timeout: 10_000 }).toBe(1 + perhaps);
  });
});

/** One message through a connection that ends after so many octets of the server's words. */
async function attempt(cut: number | null, told: (octets: number) => void): Promise<string> {
  const proxy = await startFaultProxy(
    { port: postfix.ports.plain },
    cut === null ? {} : { cutToClientAfter: cut },
  );
  const message = Buffer.from('Subject: dies\r\n\r\nhello\r\n');
  try {
    const client = await SmtpClient.connect({ ...on(proxy.port, 'none'), credentials: credentials(ADA) });
    const result = await client.send({
      envelope: { from: parseSmtpAddress(ADA.user), to: [parseSmtpAddress(CY.user)] },
      message,
      size: message.length,
    });
    told(proxy.toClient);
    client.close();
    return result.outcome;
  } catch (error) {
    if (!isMailError(error)) throw error;
    return 'no-session';
  } finally {
    await proxy.close();
  }
}

/** A clock for the retry schedule alone: it goes on when it is told to. */
class SteppedClock implements Clock {
  #time = 1_700_000_000_000;
  #timers: { at: number; run: () => void }[] = [];
  now = (): number => this.#time;
  monotonic = (): number => this.#time;
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#time + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }
  advance(ms: number): void {
    this.#time += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#time);
    this.#timers = this.#timers.filter(({ at }) => at > this.#time);
    for (const { run } of due) run();
  }
}
