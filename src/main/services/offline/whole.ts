import { MailError } from '@shared/errors/mail-error';
import type { BodyPart } from '@shared/model/message';

/** @throws MailError `truncated` when the server sent less of a part than it announced. */
export function assertWhole(part: BodyPart, received: number): void {
  if (part.section === '' || received >= part.size) return;
  // Servers miscount by a line end now and then (C4); more is missing than that.
  if (part.size - received <= Math.max(64, part.size / 1000)) return;
  throw new MailError({
    kind: 'broken',
    code: 'truncated',
    message: 'The server sent less of the attachment than it announced',
    details: { received, size: part.size },
  });
}
