import { useEffect, useState } from 'react';
import type { DraftAttachment } from '@shared/contract/compose';
import { useEngine } from '../../../state/connection';

/**
 * Where the pictures inside of words can be seen, by Content-ID; null while that is being asked. Words without any are ready
 * at once.
 * @param key asked again, of the files as they are then, when it changes: the editor begins anew.
 */
export function usePictures(
  files: readonly DraftAttachment[],
  key: number,
): ReadonlyMap<string, string> | null {
  const engine = useEngine();
  const [asked, setAsked] = useState(() => ({ key, files: inside(files) }));
  const [found, setFound] = useState<{
    readonly of: readonly DraftAttachment[];
    readonly images: ReadonlyMap<string, string>;
  } | null>(null);
  if (asked.key !== key) setAsked({ key, files: inside(files) });
  useEffect(() => {
    if (asked.files.length === 0) return undefined;
    const aborter = new AbortController();
    engine.ask
      .pictures({ files: asked.files }, { signal: aborter.signal })
      .then((all) =>
        setFound({ of: asked.files, images: new Map(all.map(({ contentId, url }) => [contentId, url])) }),
      )
      // Without them the editor shows their names, and they are sent all the same.
      .catch(() => {
        if (!aborter.signal.aborted) setFound({ of: asked.files, images: NONE });
      });
    return () => aborter.abort();
  }, [engine, asked.files]);
  if (asked.files.length === 0) return NONE;
  return found?.of === asked.files ? found.images : null;
}

const NONE: ReadonlyMap<string, string> = new Map();
const inside = (files: readonly DraftAttachment[]): DraftAttachment[] =>
  files.filter(({ contentId }) => contentId !== null);
