import { useMemo } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import type { BodyText } from '@shared/model/message';
import { findEncodedFiles } from '@shared/util/encoded-files';
import { TextFilesCard } from '../parts/packed-files';
import { type Following, PlainText } from './plain-text';

/** A plain text part; files that the sender's program wrote into it are named below it instead of shown as letters. */
export function PlainPart({
  message,
  part,
  onLink,
  onPoint,
}: { readonly message: MessageDetail; readonly part: BodyText } & Following) {
  const { words, files } = useMemo(() => takeFiles(part), [part]);
  return (
    <>
      {(files.length === 0 || words.text.trim() !== '') && (
        <PlainText part={words} onLink={onLink} onPoint={onPoint} />
      )}
      {files.length > 0 && <TextFilesCard message={message} section={part.section} files={files} />}
    </>
  );
}

function takeFiles(part: BodyText) {
  const files = findEncodedFiles(part.text);
  if (files.length === 0) return { words: part, files };
  let text = '';
  let at = 0;
  for (const { start, end } of files) {
    text += part.text.slice(at, start);
    at = end;
  }
  return { words: { ...part, text: text + part.text.slice(at) }, files };
}
