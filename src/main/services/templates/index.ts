import type { EngineContract } from '@shared/contract/engine-api';
import type { templateMethods } from '@shared/contract/templates';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from '../engine';
import { TemplateBook } from './template-book';

export type { TemplateBook };

/** The part of the composition that keeps templates. */
export function templatesOf(engine: Engine): TemplateBook {
  const { vault, clock, crypto } = engine.parts;
  const book = new TemplateBook(vault, vault.blobs, clock, crypto);
  book.onChange = () => engine.tell('templates', { templates: book.list() });
  return book;
}

/** The part of EngineApi about templates. */
export const templateHandlers = ({
  templates,
}: Engine): Pick<Handlers<EngineContract>, keyof typeof templateMethods> => ({
  templates: () => templates.list(),
  template: ({ id }) => templates.get(id),
  saveTemplate: ({ id, name, content }) => templates.save(id, name, content),
  moveTemplate: ({ id, by }) => templates.move(id, by),
  removeTemplate: ({ id }) => templates.remove(id),
  restoreTemplate: ({ id }) => templates.restore(id),
});
