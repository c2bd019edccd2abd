import { expect, it } from 'vitest';
import { isLargeHtml, isLargeText } from './large';

it('asks about what would stop the window: much HTML, many tags, many words or lines', () => {
  expect(isLargeHtml('<p>Hello</p>'.repeat(3_000))).toBe(false);
  expect(isLargeHtml(`<img src="data:image/png;base64,${'A'.repeat(5_000_000)}">`)).toBe(true);
  expect(isLargeHtml(`<table>${`<tr>${'<td>1</td>'.repeat(10)}</tr>`.repeat(2_000)}</table>`)).toBe(true);
  expect(isLargeText('A line of it.\n'.repeat(5_000))).toBe(false);
  expect(isLargeText('A line of it.\n'.repeat(20_000))).toBe(true);
  expect(isLargeText('x'.repeat(5_000_000))).toBe(true);
});
