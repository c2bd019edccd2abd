export { LocalMail } from './local-mail';
export type { IndexerThread } from './index-in-thread';
