import {
  MAX_TEMPLATE_CHARACTERS,
  MAX_TEMPLATES,
  type Template,
  type TemplateContent,
  type TemplateEntry,
} from '@shared/contract/templates';
import { MailError } from '@shared/errors/mail-error';
import type { BlobHash } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { Table } from '@shared/ports/fold';
import type { BlobStore, Journal } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';

interface StoredTemplate extends Template {
  /** Where it is listed: rises from first to last. */
  readonly position: number;
}

/** So many removed ones can be brought back: as long as a person could want to. */
const KEEP_REMOVED = 20;
const EXCERPT = 160;

/** Letters to begin from, in the journal. Their files are blobs on the shelf, owned for as long as the template is there. */
export class TemplateBook {
  readonly table = new Table<StoredTemplate>('template');
  onChange: (() => void) | null = null;
  /** Removed by this Tern: their blobs are here until the next start sweeps them away. */
  readonly #removed = new Map<string, StoredTemplate>();

  constructor(
    private readonly journal: Journal,
    private readonly blobs: Pick<BlobStore, 'has'>,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly crypto: Pick<Crypto, 'randomBytes'>,
  ) {}

  list(): TemplateEntry[] {
    return this.#inOrder([...this.table.values()]).map(entryOf);
  }
  get(id: string): Template | null {
    return this.table.get(id) ?? null;
  }

  /** Blobs of the templates' files. */
  *owned(): Iterable<string> {
    for (const { content } of this.table.values()) for (const { blob } of content.attachments) yield blob;
  }

  /** See `templateMethods.saveTemplate`. */
  async save(id: string | null, name: string, content: TemplateContent): Promise<TemplateEntry> {
    const { subject, text, html, attachments } = content;
    if (subject.length + text.length + (html?.length ?? 0) > MAX_TEMPLATE_CHARACTERS)
      throw refused('template-too-large', 'The words are too long for a template');
    for (const { blob, name: file } of attachments)
      if (!(await this.blobs.has(blob as BlobHash)))
        throw refused('template-file-missing', 'A file of the template is not here', { name: file });
    const before = id === null ? null : this.#current(id);
    if (before === null && this.table.latestValues().length >= MAX_TEMPLATES)
      throw refused('too-many-templates', 'There are as many templates as can be kept', {
        most: MAX_TEMPLATES,
      });
    const next: StoredTemplate = {
      id: before?.id ?? `t${hex(this.crypto.randomBytes(8))}`,
      name,
      savedAt: this.clock.now(),
      content: { subject, text, html, attachments },
      position: before?.position ?? 1 + Math.max(0, ...this.table.latestValues().map((one) => one.position)),
    };
    await this.#put(next);
    return entryOf(next);
  }

  /** The two that change places, in one unit of the journal. */
  async move(id: string, by: -1 | 1): Promise<void> {
    const all = this.#inOrder(this.table.latestValues());
    const at = all.findIndex((one) => one.id === id);
    const [one, other] = [all[at], all[at + by]];
    if (at < 0 || !one || !other) return;
    await this.#put({ ...one, position: other.position }, { ...other, position: one.position });
  }

  async remove(id: string): Promise<void> {
    const gone = this.table.latest(id);
    if (!gone) return;
    this.#removed.delete(id);
    this.#removed.set(id, gone);
    for (const oldest of this.#removed.keys()) {
      if (this.#removed.size <= KEEP_REMOVED) break;
      this.#removed.delete(oldest);
    }
    await this.journal.appendAll([this.table.drop(id)]);
    this.onChange?.();
  }

  async restore(id: string): Promise<void> {
    if (this.table.latest(id)) return;
    const removed = this.#removed.get(id);
    if (!removed) throw gone();
    if (this.table.latestValues().length >= MAX_TEMPLATES)
      throw refused('too-many-templates', 'There are as many templates as can be kept', {
        most: MAX_TEMPLATES,
      });
    await this.#put(removed);
    this.#removed.delete(id);
  }

  /** Takes in one out of a backup, listed last. What is here stays as it is. */
  async bringBack(template: StoredTemplate): Promise<'added' | 'known' | 'full'> {
    const all = this.table.latestValues();
    if (all.some(({ id }) => id === template.id)) return 'known';
    if (all.length >= MAX_TEMPLATES) return 'full';
    await this.#put({ ...template, position: 1 + Math.max(0, ...all.map(({ position }) => position)) });
    return 'added';
  }

  #current(id: string): StoredTemplate {
    const template = this.table.latest(id);
    if (template) return template;
    throw gone();
  }

  async #put(...templates: readonly StoredTemplate[]): Promise<void> {
    await this.journal.appendAll(templates.map((one) => this.table.put(one.id, one)));
    this.onChange?.();
  }

  /** Two that were made at once by two Terns of one vault may have one position: then by their ids. */
  #inOrder(all: readonly StoredTemplate[]): StoredTemplate[] {
    return all.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  }
}

const entryOf = ({ id, name, savedAt, content }: Template): TemplateEntry => ({
  id,
  name,
  savedAt,
  subject: content.subject,
  excerpt: content.text.replace(/\s+/g, ' ').trim().slice(0, EXCERPT),
  files: content.attachments.filter(({ contentId }) => contentId === null).length,
});

const refused = (code: string, message: string, details: Record<string, string | number> = {}): MailError =>
  new MailError({ kind: 'refused', code, message, details });

const gone = (): MailError => refused('template-gone', 'The template was removed meanwhile');
