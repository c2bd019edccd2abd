export { AcceptKey } from './accept-key';
export { EncryptionSettings } from './encryption-settings';
export { ImportKeys, type KeySource } from './import-keys';
export { PassphraseDialog } from './passphrase-dialog';
