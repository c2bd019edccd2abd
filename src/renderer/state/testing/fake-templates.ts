import type { EngineContract } from '@shared/contract/engine-api';
import type { Template, TemplateEntry, templateMethods } from '@shared/contract/templates';
import type { Handlers } from '@shared/rpc/contract';

/** Templates in memory. @param pause before a removal, which is told at once, is answered */
export function fakeTemplates(
  tell: (templates: TemplateEntry[]) => void,
  pause: () => Promise<void>,
): Pick<Handlers<EngineContract>, keyof typeof templateMethods> {
  let all: Template[] = [
    {
      id: 't1',
      name: 'Thanks for your offer',
      savedAt: 0,
      content: {
        subject: 'Your offer',
        text: 'Dear {{first name}},\n\nthank you for your offer of {{date}}.',
        html: null,
        attachments: [],
      },
    },
  ];
  let removed: Template[] = [];
  const entryOf = ({ id, name, savedAt, content }: Template): TemplateEntry => ({
    id,
    name,
    savedAt,
    subject: content.subject,
    excerpt: content.text.slice(0, 100),
    files: content.attachments.length,
  });
  const change = (next: Template[]): void => {
    all = next;
    tell(all.map(entryOf));
  };
  return {
    templates: () => all.map(entryOf),
    template: ({ id }) => all.find((one) => one.id === id) ?? null,
    saveTemplate: ({ id, name, content }) => {
      const saved: Template = { id: id ?? `t${all.length + 1}`, name, savedAt: 0, content };
      change(id === null ? [...all, saved] : all.map((one) => (one.id === id ? saved : one)));
      return entryOf(saved);
    },
    moveTemplate: ({ id, by }) => {
      const next = [...all];
      const at = next.findIndex((one) => one.id === id);
      const [one] = next.splice(at, 1);
      if (one) next.splice(at + by, 0, one);
      change(next);
    },
    removeTemplate: async ({ id }) => {
      removed = all.filter((one) => one.id === id);
      change(all.filter((one) => one.id !== id));
      await pause();
    },
    restoreTemplate: () => change([...all, ...removed]),
  };
}
