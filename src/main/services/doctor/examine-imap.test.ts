import { describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import { connectInMemory, type WorldServers } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { IMAP_PROFILES, withCapabilities, type ImapProfileName } from '@main/demo/imap/profiles';
import {
  modseqNegative,
  truncatedSearch,
  vanishedEverything,
  withoutEnabled,
  wrongCopyUid,
} from '@main/demo/lies';
import { Script, type Rule } from '@main/demo/script';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { addTypicalAccount } from '../../../../tests/fakes/accounts';
import { examineImap } from './examine-imap';
import { printReport } from './print';
import type { ImapReport } from './report';

const PROFILES = Object.keys(IMAP_PROFILES) as ImapProfileName[];

/** What may be sent: reading, and what ends with the connection. */
const READING = new Set(
  `CONNECT AUTHENTICATE LOGIN CAPABILITY ID ENABLE NOOP LIST XLIST LSUB NAMESPACE STATUS GETQUOTAROOT MYRIGHTS GETMETADATA
   NOTIFY EXAMINE FETCH SEARCH IDLE UNSELECT COMPRESS LOGOUT`.split(/\s+/),
);

interface Patient {
  readonly world: MailWorld;
  readonly script: Script;
  examine(write?: boolean): Promise<ImapReport>;
}

function patient(
  profile: NonNullable<WorldServers['imap']>['profile'],
  options: { rules?: readonly Rule[]; messages?: number; servers?: WorldServers['imap'] } = {},
): Patient {
  const clock = new NodeClock();
  const world = new MailWorld(clock);
  const account = addTypicalAccount(world, profile === 'gmail' ? 'gmail' : 'plain');
  const inbox = world.mailbox(account.user, 'INBOX');
  for (let n = 0; n < (options.messages ?? 60); n++) {
    world.append(
      account,
      inbox,
      `Subject: ${n}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8gd29ybGQ=\r\n`,
    );
  }
  const script = new Script().add(...(options.rules ?? []));
  const compression = new NodeCompression();
  const servers: WorldServers = {
    imap: { ...(profile === undefined ? {} : { profile }), ...options.servers },
    scripts: { imap: script },
    compression,
  };
  const dialer = { dial: () => Promise.resolve(connectInMemory(world, 'imap', servers)) };
  return {
    world,
    script,
    examine: (write = false) =>
      examineImap(
        {
          endpoint: { host: 'mail.tern.example', port: 993, tls: 'none' },
          credentials: { kind: 'password', user: account.user, password: new Secret('tern') },
        },
        { clock, crypto: new NodeCrypto(), compression, dialer },
        { write },
      ),
  };
}

/** Everything that another client could see of the account. */
const stateOf = (world: MailWorld): string =>
  JSON.stringify(
    [...world.account('ada@tern.example').mailboxes.values()].map((box) => [
      box.name,
      box.uidNext,
      box.highestModseq,
      box.recentFrom,
      box.messages.map(({ uid, flags }) => [uid, [...flags]]),
      [...box.metadata],
    ]),
  );

const outcomeOf = (report: ImapReport, capability: string): string | undefined =>
  report.checks.find((check) => check.capability === capability)?.outcome;

describe.each(PROFILES)('an honest server of the profile %s', (profile) => {
  it('keeps what it claims, and is only read', async () => {
    const { world, script, examine } = patient(profile);
    const before = stateOf(world);
    const report = await examine();
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.claimed.afterLogin).toEqual(IMAP_PROFILES[profile].after);
    expect(report.claimed.beforeLogin).toEqual(IMAP_PROFILES[profile].before);
    expect(report.mailboxes.sample).toEqual({ name: 'INBOX', messages: 60 });
    expect(report.plan.distrusted).toEqual([]);
    expect(report.connections).toBe(1);

    expect(stateOf(world)).toBe(before);
    expect(
      script.log.map(({ verb }) => verb.replace('UID ', '')).filter((verb) => !READING.has(verb)),
    ).toEqual([]);
    expect(script.log.filter(({ line }) => /FETCH .*(BODY|BINARY)\[/.test(line))).toEqual([]);
  });
});

describe.each(PROFILES)('trying by writing, on an honest server of the profile %s', (profile) => {
  it('keeps what it claims, and leaves nothing behind', async () => {
    const { world, examine } = patient(profile);
    const before = stateOf(world);
    const report = await examine(true);
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    for (const capability of ['UIDPLUS', 'MOVE', 'MULTIAPPEND', 'REPLACE', 'UTF8=ACCEPT'])
      if (report.claimed.afterLogin.includes(capability))
        // In Gmail's All Mail the letters would stay.
        expect(outcomeOf(report, capability)).toBe(profile === 'gmail' ? 'not-tried' : 'held');
    expect(stateOf(world)).toBe(before);
  });
});

describe('trying by writing', () => {
  it('finds a COPYUID that names other messages', async () => {
    const { world, examine } = patient('everything', { rules: [{ verb: 'UID COPY', act: wrongCopyUid(1) }] });
    const before = stateOf(world);
    const report = await examine(true);
    expect(outcomeOf(report, 'UIDPLUS')).toBe('failed');
    expect(outcomeOf(report, 'MOVE')).toBe('held');
    expect(stateOf(world)).toBe(before);
  });
  it('says when no mailbox can be made, and what is left when one cannot be deleted', async () => {
    const refused = patient('everything', {
      rules: [{ verb: 'CREATE', act: { do: 'answer', reply: 'NO [NOPERM] read only' } }],
    });
    expect(outcomeOf(await refused.examine(true), 'CREATE')).toBe('failed');
    const stuck = patient('everything', {
      rules: [{ verb: 'DELETE', nth: 1, act: { do: 'answer', reply: 'NO [INUSE] later' } }],
    });
    const report = await stuck.examine(true);
    expect(report.checks.find(({ capability }) => capability === 'DELETE')?.detail).toMatch(
      /Tern-doctor-\w+-1/,
    );
  });
});

describe('what Tern will use', () => {
  const planOf = async (profile: ImapProfileName): Promise<ImapReport['plan']> =>
    (await patient(profile).examine()).plan;

  it('is the least with a bare server', async () => {
    expect(await planOf('bare')).toEqual({
      changes: 'flags',
      move: 'COPY, originals stay marked deleted',
      push: 'polling',
      mailboxes: 'LIST and STATUS',
      identity: 'fingerprint',
      preview: 'first text part',
      appendLimit: null,
      distrusted: [],
    });
  });

  it('is the most where everything holds', async () => {
    expect(await planOf('everything')).toEqual({
      changes: 'QRESYNC',
      move: 'MOVE',
      push: 'IDLE',
      mailboxes: 'LIST-STATUS',
      identity: 'EMAILID',
      preview: 'PREVIEW',
      appendLimit: 52_428_800,
      distrusted: [],
    });
  });

  it('follows the quirk table', async () => {
    const report = await patient('icloud').examine();
    expect(report.plan.changes).toBe('CONDSTORE');
    expect(outcomeOf(report, 'QRESYNC')).toBe('not-tried');
    expect(report.quirks.map(({ id }) => id)).toContain('icloud');
  });
});

describe('a server that does not keep its word', () => {
  it('vanishes everything at a QRESYNC', async () => {
    const { examine } = patient('everything', {
      rules: [{ verb: 'EXAMINE', match: /QRESYNC/, act: vanishedEverything() }],
    });
    const report = await examine();
    expect(outcomeOf(report, 'QRESYNC')).toBe('failed');
    expect(report.plan).toMatchObject({ changes: 'CONDSTORE', distrusted: ['QRESYNC'] });
  });

  it('vanishes everything only when nothing has changed', async () => {
    const { examine } = patient('cyrus', {
      rules: [{ verb: 'EXAMINE', match: /QRESYNC/, nth: 1, act: vanishedEverything() }],
    });
    const report = await examine();
    expect(report.checks.find(({ capability }) => capability === 'QRESYNC')).toMatchObject({
      outcome: 'failed',
      detail: 'VANISHED names 50 messages that are there.',
    });
  });

  it('has MODSEQs that are none', async () => {
    const report = await patient('zoho', { rules: [{ verb: 'UID FETCH', act: modseqNegative() }] }).examine();
    expect(outcomeOf(report, 'CONDSTORE')).toBe('failed');
    expect(report.plan).toMatchObject({ changes: 'flags', distrusted: ['CONDSTORE'] });
  });

  it('says OK to ENABLE and enables nothing', async () => {
    const report = await patient('cyrus', { rules: [{ verb: 'ENABLE', act: withoutEnabled() }] }).examine();
    expect(outcomeOf(report, 'ENABLE')).toBe('failed');
    expect(outcomeOf(report, 'QRESYNC')).toBe('failed');
    expect(report.plan.changes).toBe('CONDSTORE');
  });

  it('cuts search results short', async () => {
    const report = await patient('exchange', {
      rules: [{ verb: 'UID SEARCH', act: truncatedSearch(7) }],
    }).examine();
    expect(report.checks.find(({ capability }) => capability === 'SEARCH')).toEqual({
      capability: 'SEARCH',
      outcome: 'failed',
      detail: 'UID SEARCH ALL finds 7 messages, EXISTS says 60.',
    });
  });

  it.each([
    ['IDLE', 'IDLE', 'push', 'polling'],
    ['LIST-STATUS', 'LIST', 'mailboxes', 'LIST and STATUS'],
  ] as const)('refuses %s', async (capability, verb, field, fallback) => {
    const rule: Rule = {
      verb,
      ...(verb === 'LIST' ? { match: /STATUS/ } : {}),
      act: { do: 'answer', reply: 'NO not here' },
    };
    const report = await patient('everything', { rules: [rule] }).examine();
    expect(outcomeOf(report, capability)).toBe('failed');
    expect(report.checks.find((check) => check.capability === capability)?.detail).toContain('not here');
    expect(report.plan[field]).toBe(fallback);
  });

  it('ends the connection when asked for PREVIEW: the rest is tried on a new one', async () => {
    const { examine, script } = patient('everything', {
      rules: [{ verb: 'UID FETCH', match: /PREVIEW/, act: { do: 'cut', execute: false } }],
    });
    const report = await examine();
    expect(report.connections).toBe(2);
    expect(outcomeOf(report, 'PREVIEW')).toBe('failed');
    expect(outcomeOf(report, 'SAVEDATE')).toBe('held');
    expect(outcomeOf(report, 'BINARY')).toBe('held');
    expect(report.plan.preview).toBe('first text part');
    expect(script.log.filter(({ verb }) => verb === 'SELECT')).toEqual([]);
  });

  it('ends every connection: the report is given up', async () => {
    const { examine } = patient('everything', {
      rules: [{ verb: 'EXAMINE', act: { do: 'cut', execute: false } }],
    });
    await expect(examine()).rejects.toMatchObject({ kind: 'unreachable', code: 'closed' });
  });

  it('does not know EXAMINE: no mailbox is opened at all', async () => {
    const { examine, script } = patient('everything', {
      servers: { greeting: '* OK [CAPABILITY IMAP4rev1] mail.tern.example IMAP4rev1 2007.404 at Thu' },
    });
    const report = await examine();
    expect(report.quirks.map(({ id }) => id)).toEqual(['uw']);
    expect(report.mailboxes.sample).toBeNull();
    expect(script.log.filter(({ verb }) => verb === 'SELECT' || verb === 'EXAMINE')).toEqual([]);
    expect(outcomeOf(report, 'SEARCH')).toBe('unclear');
  });
});

it('claims nothing of what nobody checks, and shows it all the same', async () => {
  const report = await patient(withCapabilities('bare', { add: ['XUNHEARD'] })).examine();
  expect(report.claimed.afterLogin).toContain('XUNHEARD');
  expect(outcomeOf(report, 'XUNHEARD')).toBeUndefined();
});

it('an account without a message leaves the message checks open', async () => {
  const report = await patient('everything', { messages: 0 }).examine();
  expect(report.mailboxes.sample).toBeNull();
  expect(outcomeOf(report, 'CONDSTORE')).toBe('unclear');
  expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

it('a wrong password is the error of the server', async () => {
  const { examine } = patient('everything', {
    rules: [{ verb: 'AUTHENTICATE', act: { do: 'answer', reply: 'NO [AUTHENTICATIONFAILED] no' } }],
  });
  await expect(examine()).rejects.toMatchObject({ kind: 'refused', code: 'auth-failed' });
});

it('prints every check and the plan', async () => {
  const report = await patient('everything').examine();
  const text = printReport(report).join('\n');
  for (const { capability, detail } of report.checks) {
    expect(text).toContain(capability);
    expect(text).toContain(detail);
  }
  expect(text).toContain('changes     QRESYNC');
  expect(text).toContain('NOT ENCRYPTED');
});
