import type { JSONContent } from '@tiptap/core';
import { useRef, useState } from 'react';
import type { Identity } from '@shared/contract/account';
import {
  isPictureType,
  picturesIn,
  SIGNATURE_PICTURES_OCTETS,
  signaturePictureId,
} from '@shared/model/inline-picture';
import { useT } from '../../i18n';
import { formatSize } from '../../i18n/format';
import { uploadFile } from '../../state/upload';
import type { Picture } from './editor/rich-editor';
import { toHtml, toText } from './editor/serialise';
import { previewOf, safeName } from './use-uploads';

type Signature = Pick<Identity, 'signature' | 'signatureHtml' | 'signaturePictures'>;

export interface SignaturePictures {
  /** What is happening to a file, or why one was not inserted. */
  readonly word: { readonly text: string; readonly failed: boolean } | null;
  readonly insert: (files: readonly File[], insert: (image: Picture) => void) => void;
  /** A signature as it was written, with the pictures that are in it. */
  readonly signatureOf: (doc: JSONContent) => Signature;
}

/** Brings pictures into a signature: kept in the vault before they stand in it, and small enough for every letter. */
export function useSignaturePictures(
  pictures: NonNullable<Identity['signaturePictures']>,
): SignaturePictures {
  const t = useT();
  const [word, setWord] = useState<SignaturePictures['word']>(null);
  /** Everything that was in it while it is open: what is taken out comes back with the editor's undo. */
  const known = useRef(new Map(pictures.map((one) => [one.contentId, one])));
  const shown = useRef<ReadonlySet<string>>(new Set(known.current.keys()));

  const insertOne = async (file: File, insert: (image: Picture) => void): Promise<void> => {
    const name = safeName(file.name);
    const refuse = (text: string): void => setWord({ text, failed: true });
    if (!isPictureType(file.type)) return refuse(t('compose.signaturePictures.notPicture', { name }));
    const room = SIGNATURE_PICTURES_OCTETS - octetsOf(known.current, shown.current);
    if (file.size > room)
      return refuse(
        t('compose.signaturePictures.tooLarge', {
          name,
          size: formatSize(file.size),
          most: formatSize(SIGNATURE_PICTURES_OCTETS),
        }),
      );
    setWord({ text: t('compose.signaturePictures.inserting', { name }), failed: false });
    try {
      const [{ blob, size }, preview] = await Promise.all([uploadFile(file), previewOf(file)]);
      const contentId = signaturePictureId(blob);
      known.current.set(contentId, { blob, size, name, type: file.type, contentId });
      insert({ cid: contentId, alt: name.replace(/\.\w+$/, ''), preview });
      setWord(null);
    } catch {
      refuse(t('compose.signaturePictures.failed', { name }));
    }
  };

  return {
    word,
    insert: (files, insert) => {
      void (async () => {
        // One after the other: each takes of what room there is.
        for (const file of files) await insertOne(file, insert);
      })();
    },
    signatureOf: (doc) => {
      const signatureHtml = toHtml(doc);
      shown.current = picturesIn(signatureHtml);
      return {
        signature: toText(doc),
        signatureHtml,
        signaturePictures: [...known.current.values()].filter((one) => shown.current.has(one.contentId)),
      };
    },
  };
}

const octetsOf = (
  known: ReadonlyMap<string, { readonly size: number }>,
  shown: ReadonlySet<string>,
): number => [...shown].reduce((sum, id) => sum + (known.get(id)?.size ?? 0), 0);
