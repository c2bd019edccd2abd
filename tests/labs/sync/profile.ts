import { type ImapProfile, type ImapProfileName, withCapabilities } from '@main/demo/imap/profiles';
import type { Random } from '../random';
import { pick } from '../random';

const NAMED: readonly ImapProfileName[] = [
  'bare',
  'exchange',
  'yahoo',
  'cyrus',
  'dovecot',
  'icloud',
  'zoho',
  'everything',
];
/** What the engine decides by. */
const OPTIONAL = [
  'MOVE',
  'UIDPLUS',
  'CONDSTORE',
  'QRESYNC',
  'OBJECTID',
  'IDLE',
  'NOTIFY',
  'ESEARCH',
  'LIST-STATUS',
  'LIST-EXTENDED',
  'SPECIAL-USE',
  'LITERAL+',
  'COMPRESS=DEFLATE',
  'UNSELECT',
  'ENABLE',
] as const;

/** Extensions that no server offers without the one they are built on. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  CONDSTORE: ['QRESYNC'],
  ENABLE: ['QRESYNC', 'UTF8=ACCEPT'],
  ESEARCH: ['SEARCHRES', 'PARTIAL'],
  'LIST-EXTENDED': ['LIST-STATUS'],
};

/** A server as there is one. */
export const aRealServer = (random: Random): ImapProfileName => pick(random, NAMED);

/** A server as there is one, or one that offers any part of everything. */
export function randomProfile(random: Random): ImapProfileName | ImapProfile {
  if (random.chance(0.4)) return aRealServer(random);
  const remove = OPTIONAL.filter(() => random.chance(0.35));
  return withCapabilities('everything', {
    remove: [...remove, ...remove.flatMap((word) => NEEDS[word] ?? [])],
  });
}
