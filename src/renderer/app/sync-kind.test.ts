import { describe, expect, it } from 'vitest';
import type { EngineStatus } from '@shared/contract/engine-api';
import { activity } from '../i18n/en/activity';
import { common } from '../i18n/en/common';
import { syncKind } from './sync-kind';

const status = (phases: readonly string[], notices: readonly string[], more: Partial<EngineStatus> = {}) =>
  ({
    accounts: phases.map((phase) => ({ phase })),
    online: true,
    workOffline: false,
    notices: notices.map((code) => ({ code, details: {} })),
    ...more,
  }) as unknown as EngineStatus;

describe('the one word for how everything stands', () => {
  it.each(['disk-full', 'disk-broken', 'disk-taken-over'])(
    'is not that all is well when nothing can be saved (%s), whatever the accounts do',
    (code) => {
      for (const phases of [['idle'], ['idle', 'trouble'], ['syncing'], ['offline']])
        expect(syncKind(status(phases, ['cache-rebuilt', code]))).toBe('unsaved');
      expect(syncKind(status(['idle'], [code], { workOffline: true }))).toBe('unsaved');
      for (const words of [activity.doing.unsaved, common.titlebar.sync.unsaved])
        expect(words).toMatch(/nothing .*saved/i);
    },
  );

  it.each<[readonly string[], readonly string[], string]>([
    [['idle'], [], 'idle'],
    [['idle'], ['disk-low'], 'idle'],
    [['idle', 'syncing'], ['disk-reserve-used'], 'syncing'],
    [['idle'], ['cache-full'], 'noRoom'],
    [['idle'], ['disk-critical'], 'noRoom'],
    [['idle', 'offline'], ['cache-rebuilt', 'cache-full'], 'noRoom'],
    [['idle', 'trouble'], ['cache-full'], 'trouble'],
    [['paused'], ['cache-full'], 'paused'],
    [['idle', 'needs-password'], [], 'trouble'],
    [['offline'], [], 'offline'],
    [['paused'], [], 'paused'],
  ])('of %j with %j is %s', (phases, notices, kind) => {
    expect(syncKind(status(phases, notices))).toBe(kind);
  });
});
