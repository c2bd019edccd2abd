import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startI18n } from '../../i18n';

const settings = vi.hoisted((): { ui: Record<string, unknown> } => ({ ui: {} }));
vi.mock('../../state/engine-state', () => ({
  useEngineState: { getState: () => ({ settings }) },
  updateSettings: ({ ui }: { ui: Record<string, unknown> }) => (settings.ui = ui),
}));
const { offeredTags, rememberTag, tagColor, tagLabel } = await import('./tags');

beforeAll(() => startI18n('en'));
beforeEach(() => {
  settings.ui = {};
});

describe('tags', () => {
  it('are read as people write them; what programs say to each other is none', () => {
    expect(tagLabel('$Label2')).toBe('Work');
    expect(tagLabel('To_read')).toBe('To read');
    expect(tagLabel('B&AOU-t')).toBe('Båt');
    for (const keyword of ['$Junk', 'NonJunk', '$MDNSent', '$Forwarded', 'Old'])
      expect(tagLabel(keyword), keyword).toBeNull();
  });
  it('have one colour each, whatever the case', () => {
    expect(tagColor('$label1')).toBe(5);
    expect(tagColor('Travel')).toBe(tagColor('travel'));
    expect(tagColor('Travel')).toBeLessThan(8);
  });
});

describe('the tags that are offered', () => {
  it('are the five, one’s own and those that are there, each once', () =>
    expect(offeredTags({ tags: ['Travel', 7] }, ['travel', '$Junk', 'Boats', '$LABEL1'])).toEqual([
      '$label1',
      '$label2',
      '$label3',
      '$label4',
      '$label5',
      'Travel',
      'Boats',
    ]));
  it('are kept newest first, but for the five', () => {
    for (const keyword of ['Travel', 'Boats', '$label1', 'travel']) rememberTag(keyword);
    expect(settings.ui).toEqual({ tags: ['travel', 'Boats'] });
  });
  it('are no more than two dozen of one’s own', () => {
    for (let i = 0; i < 30; i++) rememberTag(`t${i}`);
    expect(settings.ui['tags']).toHaveLength(24);
  });
});
