import { lazy, Suspense, useState } from 'react';
import type { TemplateEntry } from '@shared/contract/templates';
import { useT } from '../../../i18n';
import { useEngine } from '../../../state/connection';
import { useTemplates } from '../../../state/engine-state';
import { say } from '../../../state/say';
import { Button, EmptyState, IconButton, useWayBack } from '../../../ui';

const TemplateEditor = lazy(() =>
  import('./template-editor').then(({ TemplateEditor: component }) => ({ default: component })),
);

/** The templates: order, words and removal. */
export function TemplateSettings() {
  const t = useT();
  const engine = useEngine();
  const templates = useTemplates();
  const [editing, setEditing] = useState<{ readonly id: string | null } | null>(null);
  const { offer, notice } = useWayBack();
  const remove = ({ id, name }: TemplateEntry): void =>
    say(
      engine.api.removeTemplate({ id }).then(() =>
        offer({
          text: t('templates.removed', { name }),
          undo: () => say(engine.api.restoreTemplate({ id })),
        }),
      ),
    );
  const move = ({ id }: TemplateEntry, by: -1 | 1): void => say(engine.api.moveTemplate({ id, by }));
  return (
    <div className="form">
      {templates.length === 0 && (
        <EmptyState icon="template" title={t('templates.noneYet')} text={t('templates.noneHint')} />
      )}
      {templates.length > 0 && (
        <ul className="compose-templates">
          {templates.map((template, index) => (
            <li key={template.id}>
              <button type="button" onClick={() => setEditing({ id: template.id })}>
                <span className="compose-templates-name truncate" dir="auto">
                  {template.name}
                </span>
                <span className="compose-templates-words truncate" dir="auto">
                  {[template.subject, template.excerpt].filter((words) => words !== '').join(' – ')}
                </span>
                {template.files > 0 && (
                  <span className="compose-templates-words">
                    {t('templates.files', { count: template.files })}
                  </span>
                )}
              </button>
              <IconButton
                size="small"
                icon="up"
                label={t('templates.up', { name: template.name })}
                isDisabled={index === 0}
                onPress={() => move(template, -1)}
              />
              <IconButton
                size="small"
                icon="down"
                label={t('templates.down', { name: template.name })}
                isDisabled={index === templates.length - 1}
                onPress={() => move(template, 1)}
              />
              <IconButton
                size="small"
                icon="compose"
                label={t('templates.edit', { name: template.name })}
                onPress={() => setEditing({ id: template.id })}
              />
              <IconButton
                size="small"
                icon="trash"
                label={t('templates.remove', { name: template.name })}
                onPress={() => remove(template)}
              />
            </li>
          ))}
        </ul>
      )}
      {notice}
      <div>
        <Button icon="add" onPress={() => setEditing({ id: null })}>
          {t('templates.new')}
        </Button>
      </div>
      {editing !== null && (
        <Suspense>
          <TemplateEditor id={editing.id} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </div>
  );
}
