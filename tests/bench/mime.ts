import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { bodyFromMessage } from '@main/mime/body-from-message';
import { parseEnvelope } from '@main/mime/parse-envelope';
import { generator } from '../labs/random';

/** Milliseconds of one run of each parser over the same messages, and the sizes they were measured on. */
export interface MimeBench {
  readonly bench: 'mime';
  readonly messages: number;
  readonly megabytes: number;
  readonly tern: number;
  readonly mailparser: number;
  readonly postalMime: number;
  /** One hostile or very large message each, Tern only. */
  readonly large: Readonly<Record<string, number>>;
  /** 100,000 header blocks to envelopes. */
  readonly envelopes: number;
}

export async function run({ messages = 2000, seed = 1 } = {}): Promise<MimeBench> {
  const mails = Array.from({ length: messages }, (_, i) => mail(seed + i));
  const time = async (work: () => unknown): Promise<number> => {
    const start = performance.now();
    await work();
    return Math.round(performance.now() - start);
  };
  for (const one of mails.slice(0, 50)) bodyFromMessage(one);
  const tern = await time(() => mails.forEach((one) => bodyFromMessage(one)));
  const mailparser = await time(async () => {
    for (const one of mails) await simpleParser(one);
  });
  const postalMime = await time(async () => {
    for (const one of mails) await PostalMime.parse(one);
  });
  const header = (mails[0] as Buffer).subarray(0, (mails[0] as Buffer).indexOf('\n\n'));
  const envelopes = await time(() => {
    for (let i = 0; i < 100_000; i++) parseEnvelope(header);
  });
  const megabytes = mails.reduce((sum, one) => sum + one.length, 0) / 1e6;
  const large: Record<string, number> = {};
  for (const [name, bytes] of Object.entries(hostile()))
    large[name] = await time(() => bodyFromMessage(bytes));
  return { bench: 'mime', messages, megabytes, tern, mailparser, postalMime, large, envelopes };
}

function mail(seed: number): Buffer {
  const { int } = generator(seed);
  const words = Array.from(
    { length: 100 + int(400) },
    () => ['dobrý', 'den', 'zasíláme', 'smlouvu', 'a', 'fakturu'][int(6)],
  );
  const text = words.join(' ').replace(/(.{60}\S*) /g, '$1\n');
  const attachment = Buffer.alloc(int(30_000), int(256))
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');
  return Buffer.from(`Received: from a.example by b.example; Sat, 21 Nov 2026 10:14:07 +0100
From: =?utf-8?Q?=C5=BDofie_Nov=C3=A1kov=C3=A1?= <zofie${seed}@example.org>
To: "Doe, Jane" <jane@example.com>, John <john@example.com>
Subject: =?utf-8?B?UMWZw61sb2hhIMSNLiA=?= =?utf-8?Q?${seed}?=
Date: Sat, 21 Nov 2026 10:14:07 +0100
Message-ID: <${seed}@example.org>
References: <1@example.org> <2@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="mix"

--mix
Content-Type: multipart/alternative; boundary="alt"

--alt
Content-Type: text/plain; charset=utf-8

${text}
--alt
Content-Type: text/html; charset=utf-8

<html><body><p>${text.replaceAll('\n', '<br>\n')}</p></body></html>
--alt--
--mix
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename="a.pdf"
Content-Transfer-Encoding: base64

${attachment}
--mix--
`);
}

function hostile(): Record<string, Buffer> {
  const multipart = 'Content-Type: multipart/mixed; boundary=b\n\n';
  return {
    'base64 50 MB': Buffer.from(
      `${multipart}--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n${'QUFB'.repeat(19).concat('\n').repeat(650_000)}--b--`,
    ),
    'text 20 MB': Buffer.from(
      `Content-Type: text/plain; charset=utf-8\n\n${'žluťoučký kůň '.repeat(1_000_000)}`,
    ),
    'parts 100,000': Buffer.from(
      `${multipart}${'--b\nContent-Type: text/html\n\n<p>x</p>\n'.repeat(100_000)}`,
    ),
    'depth 10,000': Buffer.from(
      Array.from(
        { length: 10_000 },
        (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
      ).join(''),
    ),
    'dashes 10 MB': Buffer.from(`${multipart}--b\n\n${'--c\n'.repeat(2_500_000)}`),
    'headers 1,000,000': Buffer.from(`${'A: b\n'.repeat(1_000_000)}\nx`),
    'header 10 MB': Buffer.from(`Subject: ${'=?utf-8?Q?=C5=BE?=\n '.repeat(500_000)}\n\nx`),
    'qp soft breaks 10 MB': Buffer.from(
      `Content-Transfer-Encoding: quoted-printable\n\n${'=\n'.repeat(5_000_000)}`,
    ),
  };
}
