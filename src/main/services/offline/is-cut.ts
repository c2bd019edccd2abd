import type { MessageBody } from '@shared/model/message';

/** Notices of a body that say that the server sent less than it announced (C3). */
const CUT: ReadonlySet<string> = new Set(['truncated', 'part-missing']);

/** Whether a text is here, but not all of it: it is shown, and never counts as whole. */
export const isCut = (body: MessageBody): boolean => body.notices.some((notice) => CUT.has(notice));
