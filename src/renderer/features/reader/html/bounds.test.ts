import { describe, expect, it } from 'vitest';
import { bounded } from './bounds';

describe('bounded', () => {
  it('leaves an ordinary mail as it is', () => {
    const html = '<p>Hello <b>you</b></p>'.repeat(1000);
    expect(bounded(html)).toEqual({ html, cut: false });
  });

  it('H-06 cuts nesting, attributes and length, and says so', () => {
    const deep = bounded('<div>'.repeat(1_000_000));
    expect(deep.cut).toBe(true);
    expect(deep.html.length).toBeLessThan(250_000);
    const wide = bounded(`<p>before</p><p ${'a '.repeat(200_000)}>after`);
    expect(wide).toEqual({ html: '<p>before</p>', cut: true });
    const long = bounded('x'.repeat(5 * 1024 * 1024));
    expect(long.cut).toBe(true);
    expect(long.html.length).toBe(4 * 1024 * 1024);
  });

  it('keeps a large picture that is part of the mail', () => {
    const html = `<img alt="" src="data:image/png;base64,${'A'.repeat(300_000)}"><p>text</p>`;
    expect(bounded(html)).toEqual({ html, cut: false });
  });
});
