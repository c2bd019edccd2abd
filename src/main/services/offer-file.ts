import type { OfferedFile } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import { type MessageRef, parseMessageKey, type Section } from '@shared/model/ids';
import { emlName, plainName } from '@shared/util/file-names';
import { parseEnvelope } from '../mime/parse-envelope';
import type { BlobShelf } from './blob-shelf';
import type { Engine } from './engine';
import type { FileDesk } from './file-desk';
import { mboxEntry } from './import-export/mbox';

export interface OfferPorts {
  readonly files: FileDesk;
  readonly shelf: BlobShelf;
  whole(ref: MessageRef): Promise<Uint8Array>;
  /** The address of a part that is here now. */
  part(ref: MessageRef, section: Section): Promise<string>;
  /** It could not be made; whoever asked for the file only sees that there is none. */
  onFailure(name: string, error: unknown): void;
}

/**
 * A file that is made when somebody opens it: one message as `.eml`, several as one mbox, or an attachment. A page names
 * the token, since a drag has to say its address before anything can be asked for.
 * @throws MailError `token-taken`
 */
export function offerFile({ token, name, what }: OfferedFile, ports: OfferPorts): void {
  const { files, shelf } = ports;
  const make =
    'messages' in what
      ? async () => {
          const refs = what.messages.map(parseMessageKey);
          const [first] = refs;
          if (first && refs.length === 1) {
            const { hash, size } = await shelf.put(await ports.whole(first), { cache: true });
            return { blob: hash, size, name: emlName(withoutEnding(name)), type: 'message/rfc822' };
          }
          const { hash, size } = await shelf.put(asMbox(refs, ports), { cache: true });
          const shown = `${plainName(withoutEnding(name), 'messages')}.mbox`;
          return { blob: hash, size, name: shown, type: 'application/mbox' };
        }
      : async () => {
          const entry = files.entryOf(await ports.part(what.ref, what.section));
          return { ...entry, name: entry.name === '' ? name : entry.name };
        };
  const added = files.offerLater(token, async () => {
    try {
      return await make();
    } catch (error) {
      ports.onFailure(name, error);
      throw error;
    }
  });
  if (!added)
    throw new MailError({ kind: 'refused', code: 'token-taken', message: 'This address is in use' });
}

async function* asMbox(
  refs: readonly MessageRef[],
  { whole }: Pick<OfferPorts, 'whole'>,
): AsyncGenerator<Uint8Array> {
  for (const ref of refs) {
    const bytes = await whole(ref);
    const { from, date } = parseEnvelope(bytes);
    yield mboxEntry(bytes, from[0]?.address ?? '', date ?? 0);
  }
}

const withoutEnding = (name: string): string => name.replace(/\.(?:eml|mbox)$/i, '');

/** On an engine's parts. */
export const offerPortsOf = (engine: Engine): OfferPorts => ({
  files: engine.files,
  shelf: engine.shelf,
  whole: (ref) => engine.reading.whole(ref),
  part: async (ref, section) => (await engine.reading.fetchPart(ref, section)).url,
  onFailure: (name, error) =>
    engine.notice('file-failed', { name, message: error instanceof Error ? error.message : String(error) }),
});
