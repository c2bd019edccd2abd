import { useEffect, useRef, useState } from 'react';
import type { DraftAttachment } from '@shared/contract/compose';
import { isPictureType } from '@shared/model/inline-picture';
import { uploadFile } from '../../state/upload';
import type { Picture } from './editor/rich-editor';

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** Octets that are here already. */
  readonly sent: number;
  readonly failed: boolean;
}

interface Running {
  readonly file: File;
  readonly aborter: AbortController;
  readonly done: (attachment: DraftAttachment, preview: string) => void;
  readonly contentId: string | null;
}

let nextId = 1;

/**
 * Brings files into the engine's vault by the host's `/upload`; each becomes an attachment once it is durable there, also
 * when the composer is closed meanwhile.
 * @param onLost told of a file that did not get there, when there is no composer left to show it
 */
export function useUploads(onLost: (name: string) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<number, Running>());
  const closed = useRef(false);
  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
    };
  }, []);

  const run = (id: number, job: Running): void => {
    running.current.set(id, job);
    const progress = (sent: number): void =>
      setUploads((old) => old.map((upload) => (upload.id === id ? { ...upload, sent } : upload)));
    Promise.all([
      uploadFile(job.file, { signal: job.aborter.signal, onProgress: progress }),
      job.contentId === null ? '' : previewOf(job.file).catch(() => ''),
    ])
      .then(([{ blob, size }, preview]) => {
        running.current.delete(id);
        setUploads((old) => old.filter((upload) => upload.id !== id));
        const attachment: DraftAttachment = {
          blob,
          size,
          name: safeName(job.file.name),
          type: job.file.type || 'application/octet-stream',
          contentId: job.contentId,
        };
        job.done(attachment, preview);
      })
      .catch(() => {
        if (job.aborter.signal.aborted) return;
        if (closed.current) onLost(safeName(job.file.name));
        setUploads((old) => old.map((upload) => (upload.id === id ? { ...upload, failed: true } : upload)));
      });
  };
  const add = (file: File, contentId: string | null, done: Running['done']): void => {
    const id = nextId++;
    setUploads((old) => [...old, { id, name: safeName(file.name), size: file.size, sent: 0, failed: false }]);
    run(id, { file, aborter: new AbortController(), done, contentId });
  };
  return {
    uploads,
    add,
    /** Files that come into words with formatting: pictures stand in the words once they are here, others are attached. @param insert false: it can't stand there */
    addToWords(
      files: readonly File[],
      done: (attachment: DraftAttachment) => void,
      insert: (picture: Picture) => boolean,
    ): void {
      for (const file of files) {
        if (!isPictureType(file.type)) {
          add(file, null, done);
          continue;
        }
        const cid = newContentId();
        add(file, cid, (attachment, preview) => {
          // The words it was put into may be closed by now, or plain: it is not lost, but attached.
          const stands = insert({ cid, alt: file.name, preview });
          done(stands ? attachment : { ...attachment, contentId: null });
        });
      }
    },
    retry(id: number): void {
      const job = running.current.get(id);
      if (job === undefined) return;
      setUploads((old) => old.map((upload) => (upload.id === id ? { ...upload, failed: false } : upload)));
      run(id, { ...job, aborter: new AbortController() });
    },
    cancelAll(): void {
      for (const { aborter } of running.current.values()) aborter.abort();
      running.current.clear();
      setUploads([]);
    },
    cancel(id: number): void {
      running.current.get(id)?.aborter.abort();
      running.current.delete(id);
      setUploads((old) => old.filter((upload) => upload.id !== id));
    },
  };
}

/** A name for a header field: one line, no path. */
export const safeName = (name: string): string => name.replace(/[\p{Cc}/\\]/gu, '_').slice(0, 200) || 'file';

/** A picture as the editor shows it while the window lives. */
export function previewOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable file')));
    reader.readAsDataURL(file);
  });
}

/** An id that tells nothing of the machine or the file. */
const newContentId = (): string => `${crypto.randomUUID()}@tern`;
