import { expect, it } from 'vitest';
import { isSignaturePicture, picturesIn, signaturePictureId, staysBehind } from './inline-picture';

it('finds what HTML refers to, however it is written', () => {
  expect([
    ...picturesIn(
      '<img src="cid:a@tern"><IMG SRC=cid:b%40x.example><img src=\'CID:c&amp;d@x\'><img src="cid:100%">' +
        '<img src="https://x.example/?cid=no">',
    ),
  ]).toEqual(['a@tern', 'b@x.example', 'c&d@x', '100%']);
  expect(picturesIn('<p>placid: calm</p>').size).toBe(0);
});

it('knows a signature’s picture by its id, and makes the same of the same picture', () => {
  const id = signaturePictureId('0123456789abcdef'.repeat(4));
  expect(id).toBe('signature-0123456789abcdef0123456789abcdef@tern');
  expect(isSignaturePicture(id)).toBe(true);
  expect(isSignaturePicture('3f2b@tern')).toBe(false);
});

it('tells what goes along of the pictures of a draft', () => {
  const own = 'signature-0123456789abcdef0123456789abcdef@tern';
  const files = [
    null,
    own,
    'mine@tern',
    'gone@tern',
    'theirs@far.example',
    'signature-0123456789abcdef0123456789abcdef@tern.example',
  ];
  const going = (words: Parameters<typeof staysBehind>[0]) => {
    const left = staysBehind(words);
    return files.filter((contentId) => !left({ contentId }));
  };
  const html = `<img src="cid:${own}"><img src="cid:mine@tern">`;
  const [, , , , theirs, other] = files;
  expect(going({ html, quote: null })).toEqual([null, own, 'mine@tern', theirs, other]);
  const quote = { html: '<img src="cid:theirs@far.example">', attribution: 'Bo wrote:' };
  expect(going({ html, quote })).toEqual([null, own, 'mine@tern', theirs, other]);
  expect(going({ html: null, quote })).toEqual([null]);
  expect(going({ html: null, quote: { ...quote, attribution: '' } })).toEqual([null, theirs, other]);
});
