import { describe, expect, it } from 'vitest';
import { lookalikeOf, looksLike } from './lookalike';

describe('look-alike domains', () => {
  it.each([
    ['exarnple.com', 'example.com'],
    ['examp1e.com', 'example.com'],
    ['exаmple.com', 'example.com'],
    ['exmaple.com', 'example.com'],
    ['example.co', 'example.com'],
    ['exámple.com', 'example.com'],
    ['vvidget.org', 'widget.org'],
  ])('%s looks like %s', (a, b) => {
    expect(looksLike(a, b)).toBe(true);
    expect(looksLike(b, a)).toBe(true);
  });

  it.each([
    ['example.com', 'example.com'],
    ['mail.example.com', 'example.com'],
    ['bbc.com', 'abc.com'],
    ['harbour.example', 'garden.example'],
  ])('%s does not look like %s', (a, b) => {
    expect(looksLike(a, b)).toBe(false);
  });

  it('says what was probably meant, by whom one knows and where most people are', () => {
    expect(lookalikeOf('anna@exarnple.com', ['anna@example.com'], [])).toEqual({
      address: 'anna@exarnple.com',
      domain: 'exarnple.com',
      known: 'example.com',
    });
    expect(lookalikeOf('bo@gmial.com', [], [])?.known).toBe('gmail.com');
    expect(lookalikeOf('boss@tern-mai1.example', [], ['me@tern-mail.example'])?.known).toBe(
      'tern-mail.example',
    );
  });

  it('keeps quiet about domains one knows', () => {
    expect(lookalikeOf('bo@gmail.com', ['ann@gmai1.com'], [])).toBeNull();
    expect(lookalikeOf('new@exarnple.com', ['anna@example.com', 'bo@exarnple.com'], [])).toBeNull();
    expect(lookalikeOf('x@nowhere.example', [], [])).toBeNull();
  });
});
