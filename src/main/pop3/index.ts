export type { Capabilities } from './capabilities';
export { Pop3Client, type Pop3ConnectOptions, type QuitResult } from './client';
export type { MessageNumber } from './commands';
export type { ListEntry, Listing, UidlEntry } from './listing';
export type { MessageSink, RetrieveOptions } from './retrieve';
export { DEFAULT_TIMEOUTS, type Pop3Timeouts } from './wire';
