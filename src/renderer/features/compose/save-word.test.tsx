import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SaveWord } from './save-word';

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
