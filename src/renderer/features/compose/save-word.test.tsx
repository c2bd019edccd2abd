import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { startI18n } from '../../i18n';
import { SaveWord } from './save-word';

beforeAll(() => startI18n('en'));

it('reads out that words are not saved, and not each time that they are', () => {
  for (const kind of ['waiting', 'saving'] as const)
    expect(renderToStaticMarkup(<SaveWord state={{ kind }} copy={null} onlyHere={false} />)).not.toMatch(
      /role=|aria-live/,
    );
  expect(
    renderToStaticMarkup(<SaveWord state={{ kind: 'saved', at: 1 }} copy={null} onlyHere={false} />),
  ).not.toMatch(/role=|aria-live/);
  const failed = <SaveWord state={{ kind: 'failed', error: new Error('x') }} copy={null} onlyHere={false} />;
  expect(renderToStaticMarkup(failed)).toContain('role="alert"');
});

it('says “on this computer only” once nothing of it is on the server any more', () => {
  const word = (state: 'none' | 'saved' | 'leaving') =>
    renderToStaticMarkup(
      <SaveWord
        state={{ kind: 'saved', at: 1 }}
        copy={{ state, reason: null, conflict: null }}
        onlyHere={true}
      />,
    );
  expect(word('none')).toContain('on this computer only');
  expect(word('saved')).toContain('still in Drafts');
  expect(word('leaving')).toContain('still in Drafts');
});
