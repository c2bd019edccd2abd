import { useEffect, useState } from 'react';
import type { DraftContent } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import { useEngine } from '../../../state/connection';

/**
 * Where the pictures inside of a draft's words can be seen, by Content-ID; null while that is being asked. A draft without
 * any is ready at once.
 */
export function useDraftImages(id: DraftId, content: DraftContent): ReadonlyMap<string, string> | null {
  const engine = useEngine();
  const [needed] = useState(
    () => content.html !== null && content.attachments.some((a) => a.contentId !== null),
  );
  const [images, setImages] = useState<ReadonlyMap<string, string> | null>(needed ? null : new Map());
  useEffect(() => {
    if (!needed) return undefined;
    const aborter = new AbortController();
    engine.api
      .draftImages({ id }, { signal: aborter.signal })
      .then((found) => setImages(new Map(found.map(({ contentId, url }) => [contentId, url]))))
      // Without them the editor shows their names, and they are sent all the same.
      .catch(() => {
        if (!aborter.signal.aborted) setImages(new Map());
      });
    return () => aborter.abort();
  }, [engine, id, needed]);
  return images;
}
