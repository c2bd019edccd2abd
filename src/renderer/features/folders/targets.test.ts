import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailboxView } from '@shared/contract/view-api';
import type { AccountId, MailboxId } from '@shared/model/ids';

const settings = vi.hoisted((): { ui: Record<string, unknown> } => ({ ui: {} }));
vi.mock('../../state/engine-state', () => ({
  useEngineState: { getState: () => ({ settings }) },
  updateSettings: ({ ui }: { ui: Record<string, unknown> }) => (settings.ui = ui),
}));
const { inOrder, rememberTarget } = await import('./targets');

const folder = (id: string, role: string | null = null, account = 'a'): MailboxView =>
  ({ id, role, account }) as MailboxView;
const all = [
  folder('inbox', 'inbox'),
  folder('drafts', 'drafts'),
  folder('archive', 'archive'),
  folder('trash', 'trash'),
  folder('boats'),
  folder('far', null, 'b'),
];
const home = new Set(['a' as AccountId]);
const ids = (typed: boolean, recent: readonly string[] = []): string[] =>
  inOrder(all, { typed, recent, home }).map(({ id }) => id);

beforeEach(() => {
  settings.ui = { searchIn: 'here' };
});

describe('the order of targets', () => {
  it('offers no folder first that mail is not moved to by hand', () =>
    expect(ids(false)).toEqual(['inbox', 'archive', 'boats', 'drafts', 'trash', 'far']));
  it('begins with what was used lately, as it was used', () =>
    expect(ids(false, ['far', 'trash', 'gone']).slice(0, 3)).toEqual(['far', 'trash', 'inbox']));
  it('leaves what fits the typed letters where it is, but for other accounts', () =>
    expect(ids(true, ['far'])).toEqual(['inbox', 'drafts', 'archive', 'trash', 'boats', 'far']));
});

describe('what was used lately', () => {
  it('is kept newest first, each once, five of them, beside other settings', () => {
    for (const id of ['1', '2', '3', '4', '5', '6', '3']) rememberTarget(id as MailboxId);
    expect(settings.ui).toEqual({ searchIn: 'here', recentTargets: ['3', '6', '5', '4', '2'] });
  });
  it('survives whatever stands in the settings', () => {
    settings.ui = { recentTargets: [1, null, 'kept'] };
    rememberTarget('new' as MailboxId);
    expect(settings.ui['recentTargets']).toEqual(['new', 'kept']);
  });
});
