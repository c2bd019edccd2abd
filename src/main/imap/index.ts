/** An IMAP client: RFC 9051 and 3501 with their extensions, in pure TypeScript. See README.md. */
export { ImapClient, type Idling, type ImapClientOptions, type RunOptions } from './client';
export { FetchStream } from './fetch-stream';
export { Capabilities } from './capabilities';
export { CopyMapping, SeqSet, UidSet, type UidRuns } from './sets';
export { DEFAULT_LIMITS, type Limits } from './limits';
export { QUIRKS, type Quirk, type QuirkProfile } from './quirks';
export { MailboxView } from './session/mailbox-view';
export type { DirtyReason, ImapEvent } from './session/events';
export type { Command, LiteralInfo } from './session/command';
export type { Phase } from './session/state';
export type { TraceLine } from './session/trace';
export type { LiteralSink } from './codec/framer';
export type { LiteralSource } from './codec/writer';
export * from './types';

export { noop, check } from './commands/noop';
export { capability } from './commands/capability';
export { id } from './commands/id';
export { enable } from './commands/enable';
export { namespace } from './commands/namespace';
export { list, type ListedMailbox, type ListOptions } from './commands/list';
export { status, type StatusItem } from './commands/status';
export { select, type SelectedMailbox, type SelectOptions } from './commands/select';
export { unselect } from './commands/unselect';
export { fetch, type FetchItem, type FetchOptions, type FetchSummary } from './commands/fetch';
export { store, type StoreChange, type StoreOptions, type StoreResult } from './commands/store';
export { copy, move, type CopyResult } from './commands/copy';
export { append, type AppendMessage, type AppendResult } from './commands/append';
export { replace } from './commands/replace';
export { getQuota, getQuotaRoot } from './commands/quota';
export { deleteAcl, getAcl, listRights, myRights, setAcl } from './commands/acl';
export { getMetadata, setMetadata } from './commands/metadata';
export { notifyNone, notifySet, type NotifyEvent, type NotifyGroup } from './commands/notify';
export { sort, thread, type SortKey } from './commands/sort';
export { unauthenticate } from './commands/unauthenticate';
export { uidExpunge } from './commands/expunge';
export { search, type SearchOptions, type SearchQuery, type SearchResult } from './commands/search';
export {
  create,
  deleteMailbox,
  rename,
  subscribe,
  unsubscribe,
  type SpecialUse,
} from './commands/mailboxes';
