export { domainOf, needsSmtpUtf8, NULL_SENDER, parseSmtpAddress, type SmtpAddress } from './address';
export { SmtpClient, type SmtpConnectOptions } from './client';
export { ehloName, PRIVATE_NAME, type EhloName } from './commands/ehlo';
export type { DsnNotify } from './commands/rcpt';
export { NO_EXTENSIONS, type Extensions } from './extensions';
export { meaningOf, type ReplyMeaning } from './meaning';
export { quirksOf, SERVER_QUIRKS, type ServerQuirk } from './quirks';
export { enhancedText, replyText, type EnhancedStatus, type Reply } from './reply';
export type {
  AcceptedRecipient,
  RefusedRecipient,
  SendOptions,
  SendOutcome,
  SendPhase,
  SendRequest,
  SendResult,
} from './types';
export { DEFAULT_TIMEOUTS, type SmtpTimeouts } from './wire';
