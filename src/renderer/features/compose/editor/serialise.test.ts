import { expect, it } from 'vitest';
import { fromText, hasFormatting, toHtml, toText } from './serialise';

const text = (value: string, ...marks: { type: string; attrs?: Record<string, unknown> }[]) => ({
  type: 'text',
  text: value,
  marks,
});
const p = (...content: object[]) => ({ type: 'paragraph', content });
const doc = (...content: object[]) => ({ type: 'doc', content });

it('writes what the model says and nothing else', () => {
  const model = doc(
    p(
      text('a<b>&"'),
      text('bold', { type: 'bold' }, { type: 'link', attrs: { href: 'https://x.example/?a&b' } }),
    ),
    { type: 'bulletList', content: [{ type: 'listItem', content: [p(text('one'))] }] },
    {
      type: 'orderedList',
      attrs: { start: 3 },
      content: [{ type: 'listItem', content: [p(text('three'))] }],
    },
    { type: 'paragraph' },
    { type: 'codeBlock', content: [text('</code><script>')] },
  );
  expect(toHtml(model)).toBe(
    '<p>a&lt;b&gt;&amp;&quot;<a href="https://x.example/?a&amp;b"><b>bold</b></a></p><ul><li><p>one</p></li></ul>' +
      '<ol start="3"><li><p>three</p></li></ol><p><br></p><pre><code>&lt;/code&gt;&lt;script&gt;</code></pre>',
  );
});

it('lets no foreign scheme, mark, node or image through', () => {
  expect(toHtml(doc(p(text('x', { type: 'link', attrs: { href: 'javascript:alert(1)' } }))))).toBe(
    '<p>x</p>',
  );
  expect(toHtml(doc(p(text('x', { type: 'evil' }))))).toBe('<p>x</p>');
  expect(toHtml(doc({ type: 'iframe', attrs: { src: 'x' }, content: [p(text('y'))] }))).toBe('<p>y</p>');
  expect(toHtml(doc(p({ type: 'image', attrs: { cid: 'x" onerror=\'1', alt: '' } })))).toBe(
    '<p><img src="cid:x%22%20onerror%3D%271" alt=""></p>',
  );
  // Other programs' ids have any character (RFC 2392 §2).
  expect(toHtml(doc(p({ type: 'image', attrs: { cid: 'part1.A$B+c@x', alt: '' } })))).toBe(
    '<p><img src="cid:part1.A%24B%2Bc@x" alt=""></p>',
  );
  expect(toHtml(doc(p({ type: 'image', attrs: { cid: 'a@tern', alt: '"' } })))).toBe(
    '<p><img src="cid:a@tern" alt="&quot;"></p>',
  );
  expect(toHtml(doc({ type: 'heading', attrs: { level: '1><script>' }, content: [text('h')] }))).toBe(
    '<h1>h</h1>',
  );
});

it('has words for the text part', () => {
  const model = doc(
    p(text('Hello')),
    p(text('see '), text('here', { type: 'link', attrs: { href: 'https://x.example/' } })),
    {
      type: 'orderedList',
      content: [
        { type: 'listItem', content: [p(text('one'))] },
        { type: 'listItem', content: [p(text('two'))] },
      ],
    },
  );
  expect(toText(model)).toBe('Hello\nsee here <https://x.example/>\n1. one\n2. two');
});

it('plain words go through the model unchanged', () => {
  const words = 'Dear all,\n\nline one\nline two\n\nAnna';
  expect(toText(fromText(words))).toBe(words);
  expect(hasFormatting(fromText(words))).toBe(false);
  expect(hasFormatting(doc(p(text('x', { type: 'bold' }))))).toBe(true);
});
