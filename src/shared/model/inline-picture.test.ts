import { expect, it } from 'vitest';
import { isOwnPicture, isSignaturePicture, picturesIn, signaturePictureId } from './inline-picture';

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
  expect([isSignaturePicture(id), isOwnPicture(id)]).toEqual([true, true]);
  expect(isSignaturePicture('3f2b@tern')).toBe(false);
  expect(isOwnPicture('signature-0123456789abcdef0123456789abcdef@tern.example')).toBe(false);
});
