import type { BlobOwner } from './blob-shelf';
import type { Engine } from './engine';

/** Everybody who may still need a blob that was put on the shelf. */
export const blobOwnersOf = (engine: Engine): BlobOwner[] => [
  () =>
    engine.accounts
      .list()
      .flatMap((a) => a.identities.flatMap((i) => (i.signaturePictures ?? []).map((p) => p.blob))),
  () => [...engine.drafts.table.values()].flatMap((d) => d.content.attachments.map((a) => a.blob)),
  () =>
    [...engine.drafts.history.values()].flatMap((h) =>
      h.versions.flatMap((d) => d.content.attachments.map((a) => a.blob)),
    ),
  () =>
    [...engine.outbox.table.values()].flatMap((m) => [
      m.blob,
      m.filedBlob,
      ...(m.draft?.attachments ?? []).map((a) => a.blob),
    ]),
  () => engine.writing.sealed.blobs(),
  () => engine.queue.all().flatMap((op) => (op.intent.kind === 'append' ? [op.intent.blob] : [])),
  () => engine.templates.owned(),
  () => engine.removed.blobs(),
  () => engine.keptParts.owned(),
  () => engine.copies.blobs(),
];
