import type { EngineStatus } from '@shared/contract/engine-api';

export type SyncKind =
  'unsaved' | 'offline' | 'trouble' | 'syncing' | 'connecting' | 'paused' | 'noRoom' | 'idle';

const DANGEROUS: ReadonlySet<string> = new Set(['disk-full', 'disk-broken', 'disk-taken-over']);

/** Mail that comes, or some of it, is not fetched or not kept: what is here is not all there is. */
const NO_ROOM: ReadonlySet<string> = new Set(['cache-full', 'disk-critical', 'disk-reserve-used']);

/** Whether a notice says that nothing one does or writes can be kept. */
export const isDangerous = (code: string): boolean => DANGEROUS.has(code);

/**
 * The one word for all accounts: that nothing can be saved before all else, then the worst of them, but work under way
 * before rest.
 */
export function syncKind(status: EngineStatus): SyncKind {
  const phases = status.accounts.map(({ phase }) => phase);
  if (status.notices.some(({ code }) => isDangerous(code))) return 'unsaved';
  if (status.workOffline) return 'offline';
  if (phases.some((phase) => phase.startsWith('needs-'))) return 'trouble';
  if (!status.online) return 'offline';
  if (phases.includes('trouble')) return 'trouble';
  if (phases.includes('syncing') || phases.includes('removing')) return 'syncing';
  if (phases.includes('connecting')) return 'connecting';
  if (phases.length > 0 && phases.every((phase) => phase === 'offline')) return 'offline';
  if (phases.length > 0 && phases.every((phase) => phase === 'paused')) return 'paused';
  return status.notices.some(({ code }) => NO_ROOM.has(code)) ? 'noRoom' : 'idle';
}
