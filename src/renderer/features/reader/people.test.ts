import { expect, it } from 'vitest';
import { addressesIn, divertedReplies, foreignAddressIn, shownName, visibleName } from './people';
import { growsInProportion } from '../../../../tests/support/growth';

const person = (name: string, address: string) => ({ name, address });

it('takes out what is not seen', () => {
  expect(visibleName('An\u202ena\u200b\r\n \0B')).toBe('Anna B');
  expect(shownName(person('\u200b ', 'a@b.example'))).toBe('a@b.example');
});

it('flags a name that shows somebody else’s address', () => {
  expect(foreignAddressIn(person('ceo@bank.example', 'x@evil.example'))).toBe('ceo@bank.example');
  expect(foreignAddressIn(person('CEO <ceo\u200b@bank.example>', 'x@evil.example'))).toBe('ceo@bank.example');
  expect(foreignAddressIn(person('ceo＠bank.example', 'x@evil.example'))).toBe('ceo@bank.example');
  expect(foreignAddressIn(person('A@b.example', 'a@B.example'))).toBeNull();
  expect(foreignAddressIn(person('Anna @ home', 'a@b.example'))).toBeNull();
});

it('tells when answers go to another domain', () => {
  expect(
    divertedReplies([person('', 'a@b.example')], [person('', 'x@B.example'), person('', 'y@evil.example')]),
  ).toEqual([person('', 'y@evil.example')]);
});

it('reads a name of nothing but @ in proportion to its length: any sender may write one', () => {
  for (const word of ['@', 'a@']) {
    expect(foreignAddressIn(person(word.repeat(10_000), 'a@b.example'))).toBeNull();
    const read = (n: number): void => void foreignAddressIn(person(word.repeat(n), 'a@b.example'));
    expect(growsInProportion(read, 3000)).toBe(true);
  }
  expect(addressesIn(`${'a@'.repeat(10_000)},`)).toEqual([]);
  expect(growsInProportion((n) => void addressesIn(`${'a@'.repeat(n)},`), 3000)).toBe(true);
});

it('names everybody whom a header names, each once', () => {
  expect(addressesIn('"Bo" <bo@tern.example>, cy@far.example,BO@tern.example')).toEqual([
    'BO@tern.example',
    'cy@far.example',
  ]);
  expect(addressesIn('nobody')).toEqual([]);
});
