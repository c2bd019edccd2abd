import type { RuleAction, RuleCondition } from '@shared/contract/rules';
import { keywordOfTag } from '@shared/model/tag';
import { useT } from '../../i18n';
import { useAccountConfigs, useMailboxes, useSettings } from '../../state/engine-state';
import { IconButton, Select, TextField } from '../../ui';
import { mailboxLabel } from '../folders';
import { offeredTags, tagLabel } from '../tags';

const SUBJECTS = ['from', 'to', 'subject', 'list', 'attachment', 'size', 'account'] as const;
const TEXT_WAYS = ['contains', 'lacks', 'is', 'begins'] as const;
const KILOBYTE = 1024;

/** One condition of a rule. */
export function ConditionFields({
  condition,
  onChange,
  onRemove,
}: {
  readonly condition: RuleCondition;
  readonly onChange: (condition: RuleCondition) => void;
  readonly onRemove: (() => void) | null;
}) {
  const t = useT();
  const accounts = useAccountConfigs();
  const subject = condition.kind === 'text' ? condition.field : condition.kind;
  const choose = (chosen: (typeof SUBJECTS)[number]): void => {
    if (chosen === 'attachment') onChange({ kind: 'attachment', has: true });
    else if (chosen === 'size') onChange({ kind: 'size', how: 'larger', octets: 1024 * KILOBYTE });
    else if (chosen === 'account') {
      const [first] = accounts;
      if (first) onChange({ kind: 'account', account: first.id });
    } else if (condition.kind === 'text') onChange({ ...condition, field: chosen });
    else onChange({ kind: 'text', field: chosen, how: 'contains', text: '' });
  };
  return (
    <div className="rules-line" role="group" aria-label={t('rules.rule.condition')}>
      <Select
        hideLabel
        label={t('rules.rule.what')}
        value={subject}
        options={SUBJECTS.map((id) => ({ id, label: t(`rules.rule.field.${id}`) }))}
        onChange={choose}
      />
      {condition.kind === 'text' && (
        <>
          <Select
            hideLabel
            label={t('rules.rule.how')}
            value={condition.how}
            options={TEXT_WAYS.map((id) => ({ id, label: t(`rules.rule.way.${id}`) }))}
            onChange={(how) => onChange({ ...condition, how })}
          />
          <TextField
            hideLabel
            label={t('rules.rule.text')}
            value={condition.text}
            maxLength={400}
            onChange={(text) => onChange({ ...condition, text })}
          />
        </>
      )}
      {condition.kind === 'attachment' && (
        <Select
          hideLabel
          label={t('rules.rule.how')}
          value={condition.has ? 'yes' : 'no'}
          options={(['yes', 'no'] as const).map((id) => ({ id, label: t(`rules.rule.files.${id}`) }))}
          onChange={(value) => onChange({ kind: 'attachment', has: value === 'yes' })}
        />
      )}
      {condition.kind === 'size' && (
        <>
          <Select
            hideLabel
            label={t('rules.rule.how')}
            value={condition.how}
            options={(['larger', 'smaller'] as const).map((id) => ({ id, label: t(`rules.rule.way.${id}`) }))}
            onChange={(how) => onChange({ ...condition, how })}
          />
          <TextField
            hideLabel
            label={t('rules.rule.kilobytes')}
            inputMode="numeric"
            value={String(Math.round(condition.octets / KILOBYTE))}
            onChange={(text) =>
              onChange({ ...condition, octets: (Number.parseInt(text, 10) || 0) * KILOBYTE })
            }
          />
          <span className="rules-unit">kB</span>
        </>
      )}
      {condition.kind === 'account' && (
        <Select
          hideLabel
          label={t('rules.rule.field.account')}
          value={condition.account}
          options={accounts.map(({ id, label }) => ({ id, label }))}
          onChange={(account) => onChange({ kind: 'account', account })}
        />
      )}
      {onRemove && (
        <IconButton size="small" icon="close" label={t('rules.rule.removeCondition')} onPress={onRemove} />
      )}
    </div>
  );
}

const ACTIONS = ['move', 'copy', 'archive', 'delete', 'read', 'star', 'tag'] as const;

/** One thing that a rule does. */
export function ActionFields({
  action,
  onChange,
  onRemove,
}: {
  readonly action: RuleAction;
  readonly onChange: (action: RuleAction) => void;
  readonly onRemove: () => void;
}) {
  const t = useT();
  const mailboxes = useMailboxes().filter(({ selectable }) => selectable);
  const several = useAccountConfigs().length > 1;
  const accounts = useAccountConfigs();
  const { ui } = useSettings();
  const first = mailboxes.find(({ role }) => role === null) ?? mailboxes[0];
  const tags = offeredTags(ui, action.kind === 'tag' ? [action.keyword] : []);
  const choose = (kind: RuleAction['kind']): void => {
    if (kind === 'tag') onChange({ kind, keyword: tags[0] ?? keywordOfTag(t('rules.rule.important')) });
    else if (kind !== 'move' && kind !== 'copy') onChange({ kind });
    else if ('to' in action) onChange({ kind, to: action.to });
    else if (first) onChange({ kind, to: first.id });
  };
  const labelOf = (mailbox: (typeof mailboxes)[number]): string => {
    const account = several ? accounts.find(({ id }) => id === mailbox.account)?.label : undefined;
    return account === undefined ? mailboxLabel(mailbox) : `${mailboxLabel(mailbox)} – ${account}`;
  };
  return (
    <div className="rules-line" role="group" aria-label={t('rules.rule.action')}>
      <Select
        hideLabel
        label={t('rules.rule.action')}
        value={action.kind}
        options={ACTIONS.map((id) => ({ id, label: t(`rules.rule.act.${id}`) }))}
        onChange={choose}
      />
      {'to' in action && (
        <Select
          hideLabel
          label={t('rules.rule.folder')}
          value={action.to}
          options={[
            ...mailboxes.map((mailbox) => ({ id: mailbox.id, label: labelOf(mailbox) })),
            ...(mailboxes.some(({ id }) => id === action.to)
              ? []
              : [{ id: action.to, label: t('rules.folderGone') }]),
          ]}
          onChange={(to) => onChange({ kind: action.kind, to })}
        />
      )}
      {action.kind === 'tag' && (
        <Select
          hideLabel
          label={t('rules.rule.tag')}
          value={action.keyword}
          options={tags.map((id) => ({ id, label: tagLabel(id) ?? id }))}
          onChange={(keyword) => onChange({ kind: 'tag', keyword })}
        />
      )}
      <IconButton size="small" icon="close" label={t('rules.rule.removeAction')} onPress={onRemove} />
    </div>
  );
}
