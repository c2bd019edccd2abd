import { expect, it } from 'vitest';
import { plainOfHtml } from './plain-of-html';

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

it('is in proportion to its length, whatever is in it', () => {
  const start = performance.now();
  for (const html of [
    '<blockquote>x'.repeat(50_000),
    '<li>'.repeat(100_000),
    `<a href="https://x.example/${' '.repeat(50_000)}">`.repeat(20),
    '<a href="https://x.example/">w'.repeat(50_000),
    `<p ${'a '.repeat(200_000)}>x`,
    `x${'&nbsp;'.repeat(200_000)}`,
  ])
    plainOfHtml(html);
  expect(performance.now() - start).toBeLessThan(15_000);
});
