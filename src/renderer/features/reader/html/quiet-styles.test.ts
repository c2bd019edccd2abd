import { expect, it } from 'vitest';
import { quietStyles } from './quiet-styles';

it('renames style attributes of tags and leaves words alone', () => {
  expect(quietStyles(`<p class=a STYLE="color:red">style="x" <img alt='my style=y' style='a'/>`)).toBe(
    `<p class=a data-tern-style="color:red">style="x" <img alt='my style=y' data-tern-style='a'/>`,
  );
});

it('renames style elements and their ends', () => {
  expect(quietStyles('<style type="text/css">p > a { color: red }</STYLE ><styled>')).toBe(
    '<xmp data-tern-sheet type="text/css">p > a { color: red }</xmp ><styled>',
  );
});

it('is linear on hostile text', () => {
  for (const piece of ['<a ', '<a style', '<style ', '<a style="', "<a '"]) {
    expect(quietStyles(piece.repeat(300_000)).length).toBeGreaterThan(300_000);
  }
});
