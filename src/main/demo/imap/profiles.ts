/**
 * What servers advertise, before and after login (protocols.md §1.1). Names are upper case as on the wire. A server
 * with a list of its own is any `ImapProfile`.
 */
export interface ImapProfile {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Nothing but the base protocol. */
const bare: ImapProfile = { before: ['IMAP4rev1'], after: ['IMAP4rev1'] };

const gmail: ImapProfile = {
  before: words(
    'IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=OAUTHBEARER',
  ),
  after: words(
    `IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE
     ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584`,
  ),
};

const exchange: ImapProfile = {
  before: words(
    'IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+',
  ),
  after: words(
    'IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+',
  ),
};

const yahoo: ImapProfile = {
  before: words('IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 ID'),
  after: words(
    'IMAP4rev1 ID MOVE NAMESPACE XYMHIGHESTMODSEQ UIDPLUS LITERAL+ CHILDREN UNSELECT OBJECTID IDLE SPECIAL-USE',
  ),
};

const cyrus: ImapProfile = {
  before: words('IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN AUTH=SCRAM-SHA-256 SASL-IR'),
  after: words(
    `IMAP4rev1 LITERAL+ ID ENABLE SASL-IR ACL QUOTA NAMESPACE UIDPLUS UNSELECT CHILDREN MULTIAPPEND BINARY CONDSTORE QRESYNC
     ESEARCH SEARCHRES LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE MOVE IDLE STATUS=SIZE OBJECTID PREVIEW
     METADATA APPENDLIMIT=52428800 COMPRESS=DEFLATE REPLACE SAVEDATE`,
  ),
};

const dovecot: ImapProfile = {
  before: words('IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE AUTH=PLAIN AUTH=LOGIN'),
  after: words(
    `IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS LIST-EXTENDED CHILDREN UNSELECT CONDSTORE QRESYNC ESEARCH
     SEARCHRES MULTIAPPEND BINARY MOVE PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE LIST-STATUS SPECIAL-USE NOTIFY`,
  ),
};

/** CONDSTORE and a QRESYNC that is not to be trusted, no MOVE in the recorded list; what nobody here serves is left out. */
const icloud: ImapProfile = {
  before: words('IMAP4 IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2'),
  after: words(
    `XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR UIDPLUS CONDSTORE ENABLE QRESYNC QUOTA NAMESPACE BINARY ESEARCH SEARCHRES
     METADATA ID IDLE LIST-STATUS LIST-EXTENDED UNSELECT LITERAL+ CHILDREN`,
  ),
};

/** CONDSTORE without QRESYNC; known for MODSEQ −1, see `lies.ts`. */
const zoho: ImapProfile = {
  before: words(
    'IMAP4rev1 UNSELECT CHILDREN XLIST NAMESPACE IDLE MOVE ID AUTH=PLAIN SASL-IR UIDPLUS ESEARCH LIST-EXTENDED LIST-STATUS WITHIN LITERAL- APPENDLIMIT=40265318 CONDSTORE',
  ),
  after: words(
    'IMAP4rev1 UNSELECT CHILDREN XLIST NAMESPACE IDLE MOVE ID SASL-IR UIDPLUS ESEARCH LIST-EXTENDED LIST-STATUS WITHIN LITERAL- APPENDLIMIT=40265318 CONDSTORE SPECIAL-USE',
  ),
};

/** All that the embedded server knows but Gmail's own model. */
const everything: ImapProfile = {
  before: words(
    `IMAP4rev1 SASL-IR LITERAL+ ID ENABLE AUTH=PLAIN AUTH=LOGIN AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=XOAUTH2 AUTH=OAUTHBEARER`,
  ),
  after: words(
    `IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS MOVE CONDSTORE QRESYNC ESEARCH SEARCHRES LIST-EXTENDED
     LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE CHILDREN UNSELECT STATUS=SIZE OBJECTID PREVIEW BINARY APPENDLIMIT=52428800
     QUOTA QUOTA=RES-STORAGE COMPRESS=DEFLATE NOTIFY MULTIAPPEND REPLACE PARTIAL METADATA ACL UTF8=ACCEPT SAVEDATE WITHIN
     IMAP4rev2 UIDONLY INPROGRESS MESSAGELIMIT=1000`,
  ),
};

export const IMAP_PROFILES = {
  bare,
  gmail,
  exchange,
  yahoo,
  icloud,
  zoho,
  cyrus,
  dovecot,
  everything,
} as const;
export type ImapProfileName = keyof typeof IMAP_PROFILES;
export const imapProfile = (profile: ImapProfileName | ImapProfile): ImapProfile =>
  typeof profile === 'string' ? IMAP_PROFILES[profile] : profile;
/** The same with words added and taken away, before and after login alike. */
export const withCapabilities = (
  profile: ImapProfileName | ImapProfile,
  change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): ImapProfile => {
  const edit = (list: readonly string[]): string[] => [
    ...new Set([...list.filter((word) => !change.remove?.includes(word)), ...(change.add ?? [])]),
  ];
  const { before, after } = imapProfile(profile);
  return { before: edit(before), after: edit(after) };
};
