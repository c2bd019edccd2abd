import '../util/jitless';
import { z } from 'zod';
import type {
  AccountId,
  DraftId,
  Generation,
  MailboxId,
  MessageKey,
  OperationId,
  OutboxId,
  Section,
  Uid,
} from '../model/ids';

/** Schemas of the shared model. Branded types come out of validation, so nothing else has to cast. */
const branded = <T extends string>() => z.string().min(1).max(256) as unknown as z.ZodType<T, T>;

export const accountId = branded<AccountId>();
export const mailboxId = branded<MailboxId>();
export const messageKeySchema = branded<MessageKey>();
export const operationId = branded<OperationId>();
export const draftId = branded<DraftId>();
export const outboxId = branded<OutboxId>();
export const sectionSchema = z.string().max(256) as unknown as z.ZodType<Section, Section>;
export const uidSchema = z.number().int().min(1).max(0xffffffff) as unknown as z.ZodType<Uid, Uid>;
export const generationSchema = z.number().int().min(0) as unknown as z.ZodType<Generation, Generation>;

export const messageRef = z.object({ mailbox: mailboxId, generation: generationSchema, uid: uidSchema });

/** Messages of one mailbox, UIDs packed as in `model/uid-ranges`. */
export const messageSet = z.object({ mailbox: mailboxId, generation: generationSchema, uids: z.string() });
export type MessageSet = z.output<typeof messageSet>;

export const address = z.object({ name: z.string(), address: z.string() });

export const u8 = z.instanceof(Uint8Array) as z.ZodType<Uint8Array, Uint8Array>;
export const u32 = z.instanceof(Uint32Array) as z.ZodType<Uint32Array, Uint32Array>;
export const f64 = z.instanceof(Float64Array) as z.ZodType<Float64Array, Float64Array>;

/** A value whose shape the sender's own types vouch for (same build, same trust); checked to be an object only. */
export const shape = <T extends object>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null);
export const nothing = z
  .undefined()
  .or(z.null())
  .transform(() => undefined) as unknown as z.ZodType<void, void>;
export const empty = z.object({}).strict();
