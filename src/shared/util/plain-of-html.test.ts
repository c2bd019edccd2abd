import { expect, it } from 'vitest';
import { plainOfHtml } from './plain-of-html';
import { growsInProportion } from '../../../tests/support/growth';

it('keeps lines, paragraphs, lists, what is quoted, and where links lead', () => {
  expect(
    plainOfHtml(
      '<style>p{}</style><p>Hello Bo,</p><p>one<br>two &amp; <b>th</b>ree</p><ul><li>apples<ul><li>red</li></ul></li><li><p>pears</p></li></ul>' +
        '<ol start=3><li>third<li>fourth</ol><p>Bye <a href="https://x.example/y?a=1&amp;b=2">here</a>, <a href="https://x.example/">https://x.example</a></p>' +
        '<div>Anna wrote:</div><blockquote type="cite"><p>Earlier</p><blockquote>Earliest<br>of all</blockquote></blockquote><div>-- <br>Ada</div>',
    ),
  ).toBe(
    [
      'Hello Bo,',
      '',
      'one',
      'two & three',
      '',
      '- apples',
      '  - red',
      '- pears',
      '',
      '3. third',
      '4. fourth',
      '',
      'Bye here <https://x.example/y?a=1&b=2>, https://x.example',
      '',
      'Anna wrote:',
      '',
      '> Earlier',
      '>',
      '>> Earliest',
      '>> of all',
      '',
      '-- ',
      'Ada',
    ].join('\n'),
  );
});

it('reads tables by lines, keeps preformatted text, and leaves out what was hidden', () => {
  expect(
    plainOfHtml(
      '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td><img alt="Logo" src="x"></td></tr></table>' +
        '<pre>x  y\n  z</pre><div style="display:none">secret<div>more</div></div><script>var a = "<p>no</p>"</script>1 < 2<hr>end',
    ),
  ).toBe(['a b', 'c [Logo]', '', 'x  y', '  z', '', '1 < 2', '---', 'end'].join('\n'));
});

it.each([
  ['<blockquote>x', 3000],
  ['<li>', 6000],
  ['<a href="https://x.example/">w', 3000],
  ['&nbsp;', 12_500],
])('is in proportion to its length, whatever is in it: %s', (piece, length) => {
  expect(growsInProportion((n) => void plainOfHtml(piece.repeat(n)), length)).toBe(true);
});

it.each([
  ['an address', (n: number) => `<a href="https://x.example/${' '.repeat(n)}">`],
  ['attributes', (n: number) => `<p ${'a '.repeat(n)}>x`],
])('and to that of %s', (_, html) => {
  expect(growsInProportion((n) => void plainOfHtml(html(n)), 12_500)).toBe(true);
});
