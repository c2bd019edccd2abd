import { useEffect, useMemo, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useEngine } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { AT_ONCE, hasMore } from './html/bounds';
import { isRasterType } from './html/links';
import { type SanitisedMail, sanitise } from './html/sanitise';
import { leaves } from './parts/attachments';

/** One HTML part made safe, by section. */
export interface SafePart {
  readonly section: string;
  readonly mail: SanitisedMail;
  /** The sanitiser itself gave up on it: nothing of it is shown. */
  readonly failed: boolean;
  /** It is a very long one, of which the beginning is shown. */
  readonly hasRest: boolean;
}

function makeSafe(html: string, whole: boolean): Omit<SafePart, 'section'> {
  try {
    const hasRest = !whole && hasMore(html);
    return { mail: sanitise(html, 'read', hasRest ? AT_ONCE : undefined), failed: false, hasRest };
  } catch {
    // Any sender can write a mail; none may take the reader down with it. The reader says so in its place.
    return { mail: sanitise(''), failed: true, hasRest: false };
  }
}

/**
 * The HTML parts of a message, sanitised once per text.
 * @param whole very long ones to their end
 */
export function useSafeParts(message: MessageDetail, whole: boolean): readonly SafePart[] {
  const { body } = message;
  return useMemo(
    () =>
      (body?.parts ?? [])
        .filter((part) => part.type === 'text/html')
        .map((part) => ({ section: part.section, ...makeSafe(part.text, whole) })),
    [body, whole],
  );
}

export type RemoteImages = 'none' | 'blocked' | 'loading' | 'shown';

/** Loads the remote images of a message when allowed, through the engine: what the frame gets are local addresses. */
export function useRemoteImages(
  parts: readonly SafePart[],
  allowed: boolean,
): { state: RemoteImages; count: number; missing: number } {
  const engine = useEngine();
  const images = useMemo(() => parts.flatMap((part) => part.mail.remoteImages), [parts]);
  const [done, setDone] = useState<{ images: typeof images; missing: number } | null>(null);

  useEffect(() => {
    if (!allowed || images.length === 0) return undefined;
    const aborter = new AbortController();
    const urls = [...new Set(images.map((image) => image.url))].slice(0, 500);
    engine.ask
      .remoteImages({ urls }, { signal: aborter.signal })
      .then((local) => {
        const byUrl = new Map(urls.map((url, index) => [url, local[index] ?? null]));
        let missing = 0;
        for (const { element, url } of images) {
          const address = byUrl.get(url) ?? null;
          if (address === null) missing++;
          else {
            element.src = localAddress(address);
            delete element.dataset['ternBlocked'];
          }
        }
        setDone({ images, missing });
      })
      .catch((error: unknown) => {
        if (!isClosed(error)) setDone({ images, missing: images.length });
      });
    return () => aborter.abort();
  }, [engine, images, allowed]);

  const finished = done?.images === images;
  const state = images.length === 0 ? 'none' : !allowed ? 'blocked' : finished ? 'shown' : 'loading';
  return { state, count: images.length, missing: finished ? done.missing : 0 };
}

/** srcdoc documents resolve against the app's address, but say it out loud; only the host's own paths are taken. */
function localAddress(path: string): string {
  const url = new URL(path, location.origin);
  return url.origin === location.origin ? url.href : '';
}

/**
 * Fetches the images that a mail shows from its own parts (`cid:`), raster kinds only. Content ids are looked up among
 * this message's parts and never leave this function (security.md P-10, A-10).
 */
export function useInlineImages(message: MessageDetail, parts: readonly SafePart[]): ReadonlySet<string> {
  const engine = useEngine();
  const { ref, structure } = message;
  const wanted = useMemo(() => {
    const byId = new Map(
      leaves(structure)
        .filter((leaf) => leaf.contentId !== '' && isRasterType(leaf.type))
        .map((leaf) => [leaf.contentId, leaf.section]),
    );
    return parts.flatMap((part) =>
      part.mail.inlineImages.flatMap(({ element, contentId }) => {
        const section = byId.get(contentId);
        return section === undefined ? [] : [{ element, contentId, section }];
      }),
    );
  }, [structure, parts]);

  useEffect(() => {
    if (wanted.length === 0) return undefined;
    const aborter = new AbortController();
    const sections = [...new Set(wanted.map((image) => image.section))].slice(0, 200);
    const fetchAll = async (): Promise<void> => {
      for (const section of sections) {
        const part = await engine.ask.fetchPart({ ref, section }, { signal: aborter.signal });
        if (!isRasterType(part.type)) continue;
        for (const image of wanted) if (image.section === section) image.element.src = localAddress(part.url);
      }
    };
    fetchAll().catch((error: unknown) => {
      // The placeholder with the picture's alternative text stays; the parts are also among the attachments.
      if (!isClosed(error))
        for (const image of wanted)
          if (!image.element.hasAttribute('src')) image.element.dataset['missing'] = '';
    });
    return () => aborter.abort();
  }, [engine, ref, wanted]);

  return useMemo(() => new Set(wanted.map((image) => image.contentId)), [wanted]);
}
