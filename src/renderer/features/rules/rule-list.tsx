import { MAX_RULES } from '@shared/contract/rules';
import { useT } from '../../i18n';
import { useMailboxes, useSettings } from '../../state/engine-state';
import { openDialog } from '../../state/ui';
import { Button, EmptyState, Icon, IconButton, Switch, useWayBack } from '../../ui';
import { keepRule, moveRule, removeRule } from './rule-book';
import { newRule, ruleText } from './rule-words';

/** All rules in their order. */
export function RuleList() {
  const t = useT();
  const { rules } = useSettings();
  const { offer, notice } = useWayBack();
  // Folders' names are in the sentences.
  useMailboxes();
  return (
    <section>
      <h3 className="form-heading">{t('rules.rule.heading')}</h3>
      <p className="form-note">{t('rules.rule.note')}</p>
      {rules.length === 0 ? (
        <EmptyState icon="filter" title={t('rules.rule.none')} text={t('rules.rule.noneHint')} />
      ) : (
        <ol className="rules-list" aria-label={t('rules.rule.heading')}>
          {rules.map((rule, i) => (
            <li key={rule.id}>
              <div className="rules-rule">
                <Switch
                  label={rule.name}
                  hint={ruleText(rule)}
                  value={rule.on && !rule.paused}
                  isDisabled={rule.paused}
                  onChange={(on) => void keepRule(rules, { ...rule, on })}
                />
                {rule.paused && (
                  <p className="rules-paused">
                    <Icon name="warning" size={13} /> {t('rules.rule.paused')}
                  </p>
                )}
              </div>
              <span className="rules-buttons">
                <IconButton
                  size="small"
                  icon="up"
                  label={t('rules.rule.up', { name: rule.name })}
                  isDisabled={i === 0}
                  onPress={() => moveRule(rule.id, -1)}
                />
                <IconButton
                  size="small"
                  icon="down"
                  label={t('rules.rule.down', { name: rule.name })}
                  isDisabled={i === rules.length - 1}
                  onPress={() => moveRule(rule.id, 1)}
                />
                <IconButton
                  size="small"
                  icon="compose"
                  label={t('rules.rule.change', { name: rule.name })}
                  onPress={() => openDialog({ kind: 'rule', rule, isNew: false })}
                />
                <IconButton
                  size="small"
                  icon="trash"
                  label={t('rules.rule.remove', { name: rule.name })}
                  onPress={() =>
                    offer({ text: t('rules.rule.removed', { name: rule.name }), undo: removeRule(rule) })
                  }
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      {notice}
      <Button icon="add" size="small" isDisabled={rules.length >= MAX_RULES} onPress={newRule}>
        {t('rules.rule.new')}
      </Button>
    </section>
  );
}
