import { describe, expect, it } from 'vitest';
import { AT_ONCE, bounded, hasMore } from './bounds';

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

  it('leaves the rest of a very long one for later, and does not count its pictures', () => {
    const row = '<tr><td>An item</td></tr>';
    const long = `<table>${row.repeat(10_000)}`;
    const first = bounded(long, AT_ONCE);
    expect(first.cut).toBe(true);
    expect(first.html.match(/</g)).toHaveLength(AT_ONCE.tags);
    expect(bounded(long.slice(0, 20_000), AT_ONCE).cut).toBe(false);
    expect(bounded('x'.repeat(600_000), AT_ONCE).html).toHaveLength(AT_ONCE.characters);
    const picture = `<img alt="" src="data:image/png;base64,${'A'.repeat(900_000)}"><p>text</p>`;
    expect(bounded(picture, AT_ONCE)).toEqual({ html: picture, cut: false });
  });

  it('counts no picture of a newsletter that brings many small ones', () => {
    const picture = `<img alt="" src="data:image/png;base64,${'A'.repeat(40_000)}"><p>text</p>`;
    expect(bounded(picture.repeat(50), AT_ONCE).cut).toBe(false);
  });

  it('offers the rest only where there is more to show', () => {
    expect(hasMore('<p>Hello</p>')).toBe(false);
    expect(hasMore('<p>Hello</p>'.repeat(10_000))).toBe(true);
    // Where reading stops for good nothing can follow: the notice says so at once.
    expect(hasMore(`<p>Hello</p><p title="${'x'.repeat(70_000)}">rest</p>`)).toBe(false);
  });
});
