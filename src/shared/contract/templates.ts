import { z } from 'zod';
import { draftContent } from './compose';
import { empty, nothing, shape } from './schema';

/** So many are kept: more than that is an archive, which is what folders are for. */
export const MAX_TEMPLATES = 200;
/** Characters that subject, text and HTML of one may have together: a record of the journal holds them. */
export const MAX_TEMPLATE_CHARACTERS = 1_000_000;

const templateId = z.string().min(1).max(64);
const templateName = z.string().trim().min(1).max(200);

/** What of a letter a template keeps. Pictures inside of its words are attachments with a Content-ID, as in a draft. */
export const templateContent = draftContent.pick({
  subject: true,
  text: true,
  html: true,
  attachments: true,
});
export type TemplateContent = z.output<typeof templateContent>;

export interface Template {
  readonly id: string;
  readonly name: string;
  /** ms since 1970. */
  readonly savedAt: number;
  readonly content: TemplateContent;
}

/** What a list shows of one. */
export interface TemplateEntry {
  readonly id: string;
  readonly name: string;
  readonly savedAt: number;
  readonly subject: string;
  /** How its words begin. */
  readonly excerpt: string;
  /** Attached files, pictures inside of its words not counted. */
  readonly files: number;
}

export const templateMethods = {
  /** In the order in which they are listed. */
  templates: { params: empty, result: z.array(shape<TemplateEntry>()) },
  /** Null: it was removed. */
  template: { params: z.object({ id: templateId }), result: shape<Template>().nullable() },
  /**
   * Keeps a new one (`id` null, listed last) or other words of one. Durable when it resolves.
   * @throws MailError `too-many-templates`, `template-too-large`, `template-gone`, `template-file-missing`
   */
  saveTemplate: {
    params: z.object({ id: templateId.nullable(), name: templateName, content: templateContent }),
    result: shape<TemplateEntry>(),
  },
  /** One up (−1) or down (1); at an end of the list nothing happens. */
  moveTemplate: { params: z.object({ id: templateId, by: z.literal([-1, 1]) }), result: nothing },
  removeTemplate: { params: z.object({ id: templateId }), result: nothing },
  /** Undo: brings one back to where it was, with its files, for as long as this Tern runs. @throws MailError `template-gone` */
  restoreTemplate: { params: z.object({ id: templateId }), result: nothing },
};

export const templateEvents = {
  templates: z.object({ templates: z.array(shape<TemplateEntry>()) }),
};
