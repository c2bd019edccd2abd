import type { TemplateEntry } from '@shared/contract/templates';
import { useT } from '../../../i18n';
import { useTemplates } from '../../../state/engine-state';
import { openDialog } from '../../../state/ui';
import { Button, Dialog, EmptyState, Icon, Picker, type PickerItem } from '../../../ui';

export interface TemplatePickerProps {
  readonly title: string;
  readonly onPick: (template: TemplateEntry) => void;
  readonly onClose: () => void;
}

/** One of the templates, by typing some of its name, subject or text. */
export function TemplatePicker({ title, onPick, onClose }: TemplatePickerProps) {
  const t = useT();
  const templates = useTemplates();
  if (templates.length === 0)
    return (
      <Dialog
        isOpen
        size="small"
        title={title}
        onClose={onClose}
        footer={
          <Button
            onPress={() => {
              onClose();
              openDialog({ kind: 'settings', tab: 'templates' });
            }}
          >
            {t('templates.new')}
          </Button>
        }
      >
        <EmptyState icon="template" title={t('templates.noneYet')} text={t('templates.noneHint')} />
      </Dialog>
    );
  const items = (typed: string): readonly PickerItem[] => {
    const wanted = typed.trim().toLocaleLowerCase();
    return templates
      .filter(({ name, subject, excerpt }) =>
        `${name} ${subject} ${excerpt}`.toLocaleLowerCase().includes(wanted),
      )
      .map((template) => ({
        id: template.id,
        label: template.name,
        content: (
          <>
            <Icon name="template" />
            <span className="picker-name truncate" dir="auto">
              {template.name}
            </span>
            <span className="picker-side truncate" dir="auto">
              {template.subject || template.excerpt}
            </span>
          </>
        ),
        run: () => onPick(template),
      }));
  };
  return (
    <Dialog bare isOpen title={title} onClose={onClose}>
      <Picker
        label={title}
        placeholder={t('templates.search')}
        items={items}
        empty={() => t('templates.none')}
        onDone={onClose}
      />
    </Dialog>
  );
}
