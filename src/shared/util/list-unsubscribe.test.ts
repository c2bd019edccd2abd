import { expect, it } from 'vitest';
import { leftListKey, listKeyOf, listNameOf, readListUnsubscribe } from './list-unsubscribe';

const POST = 'List-Unsubscribe=One-Click';

it('reads what senders write (RFC 2369 §3.2, RFC 8058 §8)', () => {
  expect(
    readListUnsubscribe(
      '(Use this) <mailto:leave@list.example?subject=off&body=please%20go>,\t<https://list.example/u?t=%3D1>',
      POST,
    ),
  ).toEqual({
    oneClick: 'https://list.example/u?t=%3D1',
    page: 'https://list.example/u?t=%3D1',
    mailto: { to: ['leave@list.example'], cc: [], bcc: [], subject: 'off', body: 'please go' },
  });
  // Folded inside of the brackets, and the first of several.
  expect(readListUnsubscribe('<https://a.example/\r\n x>, <https://b.example/>', '')?.page).toBe(
    'https://a.example/x',
  );
  expect(readListUnsubscribe('<http://old.example/>, <https://new.example/>', '')?.page).toBe(
    'https://new.example/',
  );
  expect(readListUnsubscribe('<http://old.example/bye>', POST)).toEqual({
    oneClick: null,
    mailto: null,
    page: 'http://old.example/bye',
  });
});

it.each([
  'https://no.brackets.example/',
  '<javascript:alert(1)>',
  '<file:///etc/passwd>',
  '<data:text/html,x>',
  '<https://user:pw@list.example/>',
  '<https://list.example\\@evil.example/>',
  '<https:///nowhere>',
  '<mailto:>',
  '<mailto:nobody>',
  '<NO>',
  '',
  `<https://list.example/${'x'.repeat(9000)}>`,
])('takes nothing of %s', (field) => {
  expect(readListUnsubscribe(field, POST)).toBeNull();
});

it('one click needs the very words, and https', () => {
  for (const post of ['', 'yes', 'List-Unsubscribe=One-Click; x=y', 'List-Unsubscribe = One-Click'])
    expect(readListUnsubscribe('<https://list.example/u>', post)?.oneClick).toBeNull();
  expect(readListUnsubscribe('<https://list.example/u>', ' list-unsubscribe=one-click ')?.oneClick).toBe(
    'https://list.example/u',
  );
});

it('a letter goes to one receiver only, and a header cannot be smuggled in', () => {
  expect(
    readListUnsubscribe(
      '<mailto:leave@list.example,boss@work.example?cc=all@work.example&bcc=x@y.example&subject=a%0d%0aBcc:%20z@y.example&attach=/etc/passwd>',
      '',
    )?.mailto,
  ).toEqual({ to: ['leave@list.example'], cc: [], bcc: [], subject: 'a Bcc: z@y.example', body: '' });
});

it('knows a list by its id, and one without by who writes', () => {
  const from = [{ name: '', address: 'News@Shop.example' }];
  expect(listKeyOf({ extra: { 'list-id': 'The <Boat> letter <Letter.SlowBoat.example>' }, from })).toBe(
    'letter.slowboat.example',
  );
  expect(listKeyOf({ extra: { 'list-id': 'bare.id.example' }, from })).toBe('bare.id.example');
  expect(listKeyOf({ extra: {}, from })).toBe('news@shop.example');
  expect(listKeyOf({ extra: { 'list-id': `<${'x'.repeat(5000)}>` }, from })).toHaveLength(300);
  expect(listNameOf({ extra: { 'list-id': '"Boats \\"& Co" <x.example>' } })).toBe('Boats "& Co');
  expect(listNameOf({ extra: { 'list-id': '<x.example>' } })).toBe('');
  expect(listNameOf({ extra: { 'list-id': '=?utf-8?q?x?= <x.example>' } })).toBe('');
  expect(leftListKey('a1', 'x')).not.toBe(leftListKey('a2', 'x'));
});
