import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import { emlName } from '@shared/util/file-names';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';
import { exportMbox } from './export-mail';
import { MailboxReader } from './mailbox-reader';
import { importLetters, type ImportReport } from './import-letters';
import { mboxLetters } from './sources/mbox-source';
import { mboxEntry, type MboxDialect, readMbox } from './mbox';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (data: Uint8Array): string => Buffer.from(data).toString('latin1');

async function* pieces(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield await Promise.resolve(data.subarray(at, at + size));
}
async function read(data: string, dialect: MboxDialect = 'mboxrd', size = 7): Promise<string[]> {
  const out: string[] = [];
  for await (const message of readMbox(pieces(bytes(data), size), dialect)) out.push(text(message.bytes));
  return out;
}

describe('mbox', () => {
  it('writes what RFC 4155 says and quotes what looks like a separator', () => {
    const entry = mboxEntry(
      bytes('Subject: a\r\n\r\nFrom me\r\n>From you\r\n'),
      'bo@tern.example',
      Date.UTC(2026, 0, 5, 3, 4, 5),
    );
    expect(text(entry)).toBe(
      'From bo@tern.example Mon Jan  5 03:04:05 2026\nSubject: a\n\n>From me\n>>From you\n\n',
    );
    expect(text(mboxEntry(bytes('a: b\r\n'), 'evil\nFrom x', 0))).toMatch(
      /^From MAILER-DAEMON Thu Jan {2}1 00:00:00 1970\na: b\n/,
    );
  });

  it('reads separators only behind a blank line, in either dialect', async () => {
    const plain =
      'From a@b x\nSubject: 1\n\nthe\nFrom sea\n>From x\n>>From y\n\nFrom c@d x\r\nSubject: 2\r\n\r\nb';
    expect(await read(plain)).toEqual([
      'Subject: 1\r\n\r\nthe\r\nFrom sea\r\nFrom x\r\n>From y\r\n',
      'Subject: 2\r\n\r\nb\r\n',
    ]);
    expect((await read(plain, 'mboxo'))[0]).toContain('From x\r\n>>From y\r\n');
    expect(await read('no mailbox at all\n')).toEqual([]);
  });

  it('gives back any messages, however the file comes in pieces', async () => {
    const line = fc.oneof(
      fc.constantFrom('', 'From ', '>From x', '>>From y', 'From a@b Mon Jan  5 03:04:05 2026', '.', '> x'),
      fc.string({ unit: fc.constantFrom('a', '>', ' ', 'F', '\u00e9', '\t'), maxLength: 12 }),
    );
    const message = fc.array(line, { minLength: 1, maxLength: 8 }).map((all) => `${all.join('\r\n')}\r\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (all, size) => {
          const file = all.map((m) => text(mboxEntry(bytes(m), 'a@b.example', 0))).join('');
          expect(await read(file, 'mboxrd', size)).toEqual(all);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('file names of exported messages', () => {
  it('are taken by every system', () => {
    expect(emlName('Re: a/b\\c: "x"?')).toBe('Re a b c x.eml');
    expect(emlName('../../etc/passwd')).toBe('etc passwd.eml');
    expect(emlName('nul')).toBe('message nul.eml');
    expect(emlName('\u0000\n')).toBe('message.eml');
    expect(emlName('x'.repeat(300))).toHaveLength(84);
  });
});

describe('into and out of local mailboxes', () => {
  let bench: Pop3Bench;
  afterEach(() => bench.stop());
  const file = (count: number): Uint8Array =>
    Buffer.concat(
      Array.from({ length: count }, (_, i) =>
        mboxEntry(
          bytes(`From: Bo <bo@tern.example>\r\nSubject: Old ${i + 1}\r\nStatus: RO\r\n\r\nFrom here\r\n`),
          'bo@tern.example',
          0,
        ),
      ),
    );
  const load = (data: Uint8Array, dialect: MboxDialect = 'mboxrd'): Promise<ImportReport> =>
    importLetters({
      letters: mboxLetters(pieces(data, 1000), dialect),
      mailbox: bench.idOf('Archive'),
      target: bench.engine.local,
    });

  it('imports a mailbox with its marks, and again without adding anything', async () => {
    bench = new Pop3Bench();
    await bench.start();
    await bench.poll();
    expect(await load(file(600))).toEqual({ found: 600, imported: 600, already: 0, problems: [] });
    await bench.engine.local.idle();
    expect(bench.here('Archive')).toHaveLength(600);
    expect([...bench.store.shown('Archive').values()][0]).toEqual({ subject: 'Old 1', flags: Flag.Seen });
    expect(await load(file(601))).toEqual({ found: 601, imported: 1, already: 600, problems: [] });
    await bench.engine.local.idle();
    expect(bench.here('Archive')).toHaveLength(601);
  });

  it('says what it did not understand', async () => {
    bench = new Pop3Bench();
    await bench.start();
    await bench.poll();
    const odd =
      'From a b\n\nno header here\n\nFrom a b\nX-Mozilla-Status: 0009\nSubject: gone\n\n\nFrom a b\nX-Mozilla-Status: 1005\nSubject: kept\n\n';
    expect(await load(bytes(odd), 'mboxo')).toEqual({
      found: 3,
      imported: 1,
      already: 0,
      problems: [
        { message: 1, file: null, code: 'not-a-message' },
        { message: 2, file: null, code: 'deleted' },
      ],
    });
    await bench.engine.local.idle();
    expect([...bench.store.shown('Archive').values()]).toEqual([
      { subject: 'kept', flags: Flag.Seen | Flag.Flagged | Flag.Forwarded },
    ]);
    await expect(
      importLetters({
        letters: mboxLetters(pieces(file(10), 100), 'mboxrd'),
        mailbox: bench.idOf('Archive'),
        target: bench.engine.local,
        signal: AbortSignal.abort(new Error('enough')),
      }),
    ).rejects.toThrow('enough');
  });

  it('exports what it imported, byte for byte, and reports a damaged message', async () => {
    bench = new Pop3Bench();
    await bench.start();
    await bench.poll();
    const original = file(5);
    await load(original);
    const { local } = bench.engine;
    const mailbox = bench.idOf('Archive');
    const reader = new MailboxReader({
      registry: bench.engine.registry,
      local,
      clock: bench.engine.parts.clock,
      runnerOf: () => undefined,
      onWaiting: () => undefined,
    });
    const { signal } = new AbortController();
    const { messages } = await reader.contents(mailbox, signal);
    const exported = async (): Promise<[Buffer, unknown]> => {
      const stream = exportMbox({
        // The date of delivery is the file's own; what the separator says is that.
        messages: reader.read(
          mailbox,
          messages.map((held) => ({ ...held, date: 0 })),
          signal,
        ),
      });
      const out: Uint8Array[] = [];
      for (let step = await stream.next(); ; step = await stream.next()) {
        if (step.done === true) return [Buffer.concat(out), step.value];
        out.push(step.value);
      }
    };
    const [whole, report] = await exported();
    expect(text(whole).replace(/^X-Mozilla-Status: 0001\n/gm, '')).toBe(text(original));
    expect(report).toEqual({ exported: 5, failed: [] });
    // What it notes of them is not theirs: read again, they are the very messages that are here.
    expect(await load(whole)).toEqual({ found: 5, imported: 0, already: 5, problems: [] });
    const second = [...local.messages.in(mailbox).values()][1];
    const data = bench.disk.bytes(`/vault/blobs/${second?.slice.blob ?? ''}`);
    const at = second?.slice.offset ?? 0;
    data[at] = (data[at] ?? 0) ^ 1;
    expect((await exported())[1]).toEqual({ exported: 4, failed: [{ name: '2', code: 'corrupt' }] });
  });
});
