import { QUIRKS, type ImapClient, type Quirk, type QuirkProfile } from '../../imap';
import type { CheckedCapability, ImapPlan, QuirkFacts } from './report';

/**
 * What Tern will do on this server: the same questions that `sync` and `operations` ask of the session, answered
 * without the capabilities that failed when they were tried.
 */
export function planFor(client: ImapClient, checks: readonly CheckedCapability[]): ImapPlan {
  const distrusted = checks.filter(({ outcome }) => outcome === 'failed').map(({ capability }) => capability);
  const has = (name: string): boolean => client.capabilities.has(name) && !distrusted.includes(name);
  return {
    changes:
      client.enabled.has('QRESYNC') && has('QRESYNC') && has('CONDSTORE')
        ? 'QRESYNC'
        : has('CONDSTORE')
          ? 'CONDSTORE'
          : 'flags',
    move: has('MOVE')
      ? 'MOVE'
      : has('UIDPLUS')
        ? 'COPY and UID EXPUNGE'
        : 'COPY, originals stay marked deleted',
    push: has('IDLE') ? 'IDLE' : 'polling',
    mailboxes: has('LIST-STATUS') ? 'LIST-STATUS' : 'LIST and STATUS',
    identity: has('OBJECTID') ? 'EMAILID' : has('X-GM-EXT-1') ? 'X-GM-MSGID' : 'fingerprint',
    preview: has('PREVIEW') ? 'PREVIEW' : 'first text part',
    appendLimit: client.capabilities.limit('APPENDLIMIT'),
    distrusted: distrusted.filter((name) => client.capabilities.has(name)),
  };
}

const EFFECTS: readonly (readonly [keyof Quirk, string])[] = [
  ['askCapabilityAfterLogin', 'asks for capabilities again after login'],
  ['requiresId', 'introduces itself before the first mailbox'],
  ['selectInsteadOfExamine', 'SELECT instead of EXAMINE'],
  ['noPipelining', 'one command at a time'],
  ['noCharset', 'searches without CHARSET'],
  ['searchTruncates', 'what a search leaves out proves nothing'],
  ['noXlist', 'no XLIST'],
  ['unstableUids', 'verifies messages before anything that cannot be undone'],
  ['reselectAfterAppend', 'opens the mailbox again after an APPEND'],
  ['autoSavesSent', 'the server files what was sent'],
];

/** The quirk rows that match, in words. */
export const quirkFacts = ({ applied }: QuirkProfile): QuirkFacts[] =>
  QUIRKS.filter(({ id }) => applied.includes(id)).map((row) => ({
    id: row.id,
    server: row.server,
    effects: [
      ...(row.remove ? [`does not use ${row.remove.join(', ')}`] : []),
      ...(row.lineLimit === undefined ? [] : [`lines of at most ${row.lineLimit} octets`]),
      ...EFFECTS.filter(([field]) => row[field] === true).map(([, words]) => words),
    ],
  }));
