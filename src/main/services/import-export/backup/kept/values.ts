import { z } from 'zod';
import { accountConfig } from '@shared/contract/account';
import { blockedSenders } from '@shared/contract/automatic';
import { draftContent } from '@shared/contract/compose';
import { settingsSchema } from '@shared/contract/engine-api';
import type { KeptKind } from '@shared/contract/import-export';
import { keepPolicy } from '@shared/contract/offline';
import { draftCopyRef } from '@shared/contract/operations';
import { rules } from '@shared/contract/rules';
import { savedSearches } from '@shared/contract/saved-search';
import { snoozedMessage } from '@shared/contract/snooze';
import { accountId, draftId, mailboxId, messageRef, outboxId } from '@shared/contract/schema';
import { templateContent } from '@shared/contract/templates';
import type { BlobHash } from '@shared/model/ids';
import type { StoredMail } from '../../../../outbox/item';
import type { KnownMailbox } from '../../../../sync/mailbox-registry';

/**
 * What the lines of `kept.jsonl` may say. A backup may have been written by anybody: nothing is believed that does not fit,
 * and what fits is data – no line makes Tern send, delete or connect with a secret it has.
 */
const blobHash = z.string().regex(/^[0-9a-f]{64}$/) as unknown as z.ZodType<BlobHash, BlobHash>;
/** No control character gets into a command, however it is quoted there. */
const mailboxName = z
  .string()
  .max(2000)
  .regex(/^\P{Cc}*$/u);

const knownMailbox = z.object({
  id: mailboxId,
  account: accountId,
  wire: mailboxName,
  name: mailboxName.min(1),
  delimiter: z.string().length(1).nullable(),
  role: z
    .enum(['inbox', 'archive', 'drafts', 'sent', 'junk', 'trash', 'all', 'flagged', 'important', 'outbox'])
    .nullable(),
  objectId: z.string().max(256),
  generation: z.number().int().min(0),
  uidValidity: z.number().int().min(0).max(0xffffffff),
  selectable: z.boolean(),
  subscribed: z.boolean(),
  local: z.boolean(),
}) satisfies z.ZodType<KnownMailbox>;

const draft = z.object({
  id: draftId,
  version: z.number().int().min(1),
  savedAt: z.number(),
  content: draftContent,
});

const draftCopy = z.object({
  mailbox: mailboxId,
  copies: z.array(draftCopyRef).max(1000),
  version: z.number().int(),
  saves: z.number().int(),
  savedAt: z.number(),
});

const reason = z.object({ code: z.string().max(100), server: z.string().max(10_000) });

const storedMail = z.object({
  id: outboxId,
  account: accountId,
  state: z.enum([
    'held',
    'missed',
    'queued',
    'connecting',
    'envelope',
    'data-started',
    'dot-sent',
    'accepted',
    'filed',
    'refused',
    'retry',
    'uncertain',
  ]),
  subject: z.string(),
  messageId: z.string().min(1).max(2000),
  envelopeFrom: z.string().max(2000),
  recipients: z
    .array(
      z.object({
        address: z.string().min(1).max(2000),
        state: z.enum(['waiting', 'accepted', 'refused']),
        server: z.string().max(10_000),
        code: z.string().max(100).exactOptional(),
        deferred: z.literal(true).exactOptional(),
      }),
    )
    .min(1),
  blob: blobHash,
  size: z.number().int().min(0),
  filedBlob: blobHash,
  filedSize: z.number().int().min(0),
  created: z.number(),
  at: z.number().nullable(),
  scheduled: z.number().exactOptional(),
  tries: z.number().int().min(0),
  wanted: z.number().exactOptional(),
  went: z.number().exactOptional(),
  reason: reason.nullable(),
  draft: draftContent.nullable(),
  marks: z.object({ ref: messageRef, flag: z.string().max(200) }).exactOptional(),
  filedId: z.string().max(2000).exactOptional(),
  unfiled: z.boolean().exactOptional(),
  eightBit: z.boolean().exactOptional(),
}) satisfies z.ZodType<StoredMail>;

const answer = z.object({
  participation: z.enum(['ACCEPTED', 'TENTATIVE', 'DECLINED']),
  at: z.number(),
  sequence: z.number(),
  outbox: outboxId,
  messageId: z.string().max(2000),
});

/** One of a list whose own schema leaves out what this build cannot read. */
const oneOf = <T>(list: z.ZodType<T[]>) =>
  z
    .custom<T>((value) => list.safeParse([value]).data?.length === 1)
    .transform((value) => list.parse([value])[0] as T);

/** Settings of the program that follow a person to another computer. */
const carriedSettings = settingsSchema
  .pick({
    theme: true,
    density: true,
    threaded: true,
    sort: true,
    undoSendSeconds: true,
    markReadAfterMs: true,
    notificationContent: true,
    notifyOf: true,
    quietHours: true,
    keepRemovedDays: true,
    language: true,
  })
  .extend({ composeRich: z.boolean().exactOptional(), searchIn: z.string().max(40).exactOptional() })
  .strip();

export const keptValues = {
  /** Its servers and identities; secrets and certificates that were accepted by hand are not in it. */
  account: z.object({ config: accountConfig, policy: keepPolicy.nullable() }),
  folder: z.object({ known: knownMailbox, policy: keepPolicy.nullable() }),
  draft: z.object({ draft, versions: z.array(draft).max(100), copy: draftCopy.nullable() }),
  outbox: storedMail,
  /** What went out in a month, by Message-ID: when, ms since 1970. */
  sent: z.object({ account: accountId, at: z.record(z.string().max(2000), z.number()) }),
  answer,
  muted: z.object({
    id: z.string().min(1).max(64),
    account: accountId,
    subject: z.string().max(10_000),
    at: z.number(),
    ids: z.array(z.number()).min(1).max(1000),
  }),
  snoozed: snoozedMessage,
  'left-list': z.object({
    account: accountId,
    list: z.string().max(1000),
    at: z.number(),
    how: z.enum(['request', 'mail', 'page']),
  }),
  settings: carriedSettings,
  rule: oneOf(rules),
  search: oneOf(savedSearches),
  blocked: oneOf(blockedSenders),
  trusted: z.string().min(3).max(320),
  tag: z.string().min(1).max(100),
  template: z.object({
    id: z.string().min(1).max(64),
    name: z.string().trim().min(1).max(200),
    savedAt: z.number(),
    content: templateContent,
    position: z.number(),
  }),
} satisfies Record<KeptKind, z.ZodType>;

export type KeptValue<K extends KeptKind> = z.output<(typeof keptValues)[K]>;
export const isKeptKind = (kind: string): kind is KeptKind => Object.hasOwn(keptValues, kind);
