import { useLayoutEffect, useMemo, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useEngine } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { hasMore } from './html/bounds';
import { isRasterType } from './html/links';
import { inPieces, type MailInPieces } from './html/pieces';
import { type SanitisedMail, sanitise } from './html/sanitise';
import { leaves } from './parts/attachments';

/** One HTML part made safe, by section. */
export interface SafePart {
  readonly section: string;
  /** A very long one in pieces, of which the first is there. */
  readonly mail: SanitisedMail | MailInPieces;
  /** The sanitiser itself gave up on it: nothing of it is shown. */
  readonly failed: boolean;
}

function makeSafe(html: string): Omit<SafePart, 'section'> {
  try {
    return { mail: hasMore(html) ? inPieces(html) : sanitise(html), failed: false };
  } catch {
    // Any sender can write a mail; none may take the reader down with it. The reader says so in its place.
    return { mail: sanitise(''), failed: true };
  }
}

/** The HTML parts of a message, sanitised once per text. */
export function useSafeParts(message: MessageDetail): readonly SafePart[] {
  const { body } = message;
  return useMemo(
    () =>
      (body?.parts ?? [])
        .filter((part) => part.type === 'text/html')
        .map((part) => ({ section: part.section, ...makeSafe(part.text) })),
    [body],
  );
}

/** Attribute of an image whose picture is on its way, for whoever has to wait for it. */
export const COMING = 'data-tern-coming';

export type RemoteImages = 'none' | 'blocked' | 'loading' | 'shown';

/** Loads the remote images of a message when allowed, through the engine: what the frame gets are local addresses. */
export function useRemoteImages(
  parts: readonly SafePart[],
  allowed: boolean,
): { state: RemoteImages; count: number; missing: number } {
  const engine = useEngine();
  const images = useMemo(() => parts.flatMap((part) => part.mail.remoteImages), [parts]);
  const [done, setDone] = useState<{ images: typeof images; missing: number } | null>(null);

  // With the picture that shows these images: who waits for them (printing) sees at once that they are coming.
  useLayoutEffect(() => {
    if (!allowed || images.length === 0) return undefined;
    const aborter = new AbortController();
    // Of a mail that came in pieces the first ones are here.
    const wanted = images.filter(({ element }) => element.dataset['ternBlocked'] !== undefined);
    const urls = [...new Set(wanted.map((image) => image.url))].slice(0, 500);
    for (const { element } of wanted) element.setAttribute(COMING, '');
    const settle = (): void => {
      // Given up because more of the mail is there: then they are asked for anew, and still coming.
      if (!aborter.signal.aborted) for (const { element } of wanted) element.removeAttribute(COMING);
    };
    engine.ask
      .remoteImages({ urls }, { signal: aborter.signal })
      .then((local) => {
        const byUrl = new Map(urls.map((url, index) => [url, local[index] ?? null]));
        let missing = 0;
        for (const { element, url } of wanted) {
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
        if (!isClosed(error)) setDone({ images, missing: wanted.length });
      })
      .finally(settle);
    return () => aborter.abort();
  }, [engine, images, allowed]);

  const finished = done?.images === images;
  const state = images.length === 0 ? 'none' : !allowed ? 'blocked' : finished ? 'shown' : 'loading';
  return { state, count: images.length, missing: finished ? done.missing : 0 };
}

/** Pictures of a message that are asked for at one time. */
const AT_A_TIME = 4;

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

  useLayoutEffect(() => {
    if (wanted.length === 0) return undefined;
    const aborter = new AbortController();
    const missing = wanted.filter(({ element }) => !element.hasAttribute('src'));
    const sections = [...new Set(missing.map((image) => image.section))].slice(0, 200);
    for (const { element } of missing) element.setAttribute(COMING, '');
    const settle = (): void => {
      if (!aborter.signal.aborted) for (const { element } of missing) element.removeAttribute(COMING);
    };
    const fetchSome = async (): Promise<void> => {
      for (let section = sections.shift(); section !== undefined; section = sections.shift()) {
        const part = await engine.ask.fetchPart({ ref, section }, { signal: aborter.signal });
        for (const image of missing) {
          if (image.section !== section) continue;
          if (isRasterType(part.type)) image.element.src = localAddress(part.url);
          image.element.removeAttribute(COMING);
        }
      }
    };
    const fetchAll = async (): Promise<void> => {
      await Promise.all(Array.from({ length: AT_A_TIME }, fetchSome));
    };
    fetchAll()
      .catch((error: unknown) => {
        // The placeholder with the picture's alternative text stays; the parts are also among the attachments.
        if (!isClosed(error))
          for (const image of missing)
            if (!image.element.hasAttribute('src')) image.element.dataset['missing'] = '';
      })
      .finally(settle);
    return () => aborter.abort();
  }, [engine, ref, wanted]);

  return useMemo(() => new Set(wanted.map((image) => image.contentId)), [wanted]);
}
