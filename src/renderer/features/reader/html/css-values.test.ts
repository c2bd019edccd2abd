import { describe, expect, it } from 'vitest';
import { isSafeDeclaration, safeSelector } from './css-values';

describe('isSafeDeclaration', () => {
  it.each([
    ['color', 'rgb(1, 2, 3)'], ['background-image', 'linear-gradient(red, rgba(0, 0, 0, 0.5))'], ['width', 'calc(100% - 20px)'],
    ['font-family', '"Segoe UI", Arial'], ['margin-top', '-4px'], ['display', 'grid'], ['grid-template-columns', 'repeat(2, minmax(0px, 1fr))'],
  ])('keeps %s: %s', (property, value) => expect(isSafeDeclaration(property, value)).toBe(true)); // prettier-ignore

  it.each([
    ['background-image', 'url("https://x/")'], ['background-image', 'image-set("x" 1x)'], ['background-image', '-webkit-image-set(x)'],
    ['background-image', 'cross-fade(a, b)'], ['background-image', 'src("x")'], ['background-image', 'element(#x)'], ['color', 'var(--x)'],
    ['color', 'attr(title)'], ['color', 'env(x)'], ['width', '\\75rl(x)'], ['position', 'fixed'], ['position', 'absolute'], ['z-index', '9'],
    ['content', '"x"'], ['cursor', 'pointer'], ['filter', 'blur(9px)'], ['behavior', 'x'], ['animation-name', 'x'], ['transform', 'scale(9)'],
    ['height', '100vh'], ['min-height', 'calc(1px + 50dvh)'], ['color', '"x"'], ['color', 'red; x'], ['color', ''], ['--x', 'red'],
    ['font-family', 'a//b'], ['width', 'paint(x)'],
  ])('drops %s: %s', (property, value) => expect(isSafeDeclaration(property, value)).toBe(false)); // prettier-ignore
});

describe('safeSelector', () => {
  it('follows the prefix of ids', () =>
    expect(safeSelector('#outlook a, td.x')).toBe('#user-content-outlook a, td.x'));
  it.each(['a:visited', 'p::before', ':has(p)', 'a:hover', ':host', 'a[href="#x"]', 'x{', '.a\\:b'])(
    'drops %s',
    (selector) => expect(safeSelector(selector)).toBeNull(),
  );
});
