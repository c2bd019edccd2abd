export { openVault } from './vault';
export type { VaultOptions } from './vault';
export { CURRENT_SCHEMA } from './schema';
export type { Migration, Schema } from './schema';
export { openMemoryVault } from './memory-vault';
export type { MemoryVault } from './memory-vault';
export { MemoryDisk } from './memory-disk';
export { inspectVault } from './inspect';
export type { VaultReport } from './inspect';
