import type { Rule, RuleAction, RuleCondition } from '@shared/contract/rules';
import type { MessageDetail } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { listIdOf, listNameOf } from '@shared/util/list-unsubscribe';
import { formatSize } from '../../i18n/format';
import { t } from '../../i18n';
import { mailboxName } from '../../state/actions';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { accountConfigs, useEngineState } from '../../state/engine-state';
import { openDialog } from '../../state/ui';
import { tagLabel } from '../tags';

/** A condition as people read it. */
function conditionText(condition: RuleCondition): string {
  switch (condition.kind) {
    case 'text':
      return t(`rules.rule.says.${condition.how}`, {
        field: t(`rules.rule.field.${condition.field}`),
        text: condition.text,
      });
    case 'attachment':
      return t(condition.has ? 'rules.rule.says.hasFiles' : 'rules.rule.says.noFiles');
    case 'size':
      return t(`rules.rule.says.${condition.how}`, { size: formatSize(condition.octets) });
    case 'account':
      return t('rules.rule.says.account', {
        account: accountConfigs().find(({ id }) => id === condition.account)?.label ?? t('rules.accountGone'),
      });
  }
}

function actionText(action: RuleAction): string {
  const folder = 'to' in action ? mailboxName(action.to) || t('rules.folderGone') : '';
  const tag = action.kind === 'tag' ? (tagLabel(action.keyword) ?? action.keyword) : '';
  return t(`rules.rule.does.${action.kind}`, { folder, tag });
}

/** A rule in one sentence. */
export function ruleText({ match, conditions, actions, stop }: Rule): string {
  const when = conditions.map(conditionText).join(t(`rules.rule.join.${match}`));
  const does = actions.map(actionText);
  return t('rules.rule.sentence', {
    when,
    does: [...does, ...(stop ? [t('rules.rule.does.stop')] : [])].join(t('rules.rule.join.then')),
  });
}

/** A rule that nobody has made anything of yet. */
const blank = (name: string, condition: RuleCondition): Rule => ({
  id: crypto.randomUUID(),
  name,
  on: true,
  match: 'all',
  conditions: [condition],
  actions: [{ kind: 'archive' }],
  stop: false,
  paused: false,
});

export function newRule(): void {
  const condition: RuleCondition = { kind: 'text', field: 'from', how: 'contains', text: '' };
  openDialog({ kind: 'rule', rule: blank('', condition), isNew: true });
}

/** A rule for mail like this one: of its list where it came by one, else from its sender. */
export function ruleFromMessage({ envelope }: Pick<MessageDetail, 'envelope'>): void {
  const id = listIdOf(envelope);
  const [author] = envelope.from;
  const condition: RuleCondition =
    id === null
      ? { kind: 'text', field: 'from', how: 'is', text: author?.address ?? '' }
      : { kind: 'text', field: 'list', how: 'is', text: id };
  const name = id === null ? author?.name || author?.address || '' : listNameOf(envelope) || id;
  openDialog({ kind: 'rule', rule: blank(name.slice(0, 200), condition), isNew: true });
}

/** The same for the message that a row stands for. */
export function ruleForKey(key: MessageKey): void {
  say(
    session()
      .view.api.message({ key })
      .then((message) => {
        if (message) ruleFromMessage(message);
      }),
  );
}

/** What is wrong with a rule, by i18n key; null: it can be saved. */
export function ruleFault({ name, conditions, actions, stop }: Rule): string | null {
  if (name.trim() === '') return 'rules.rule.fault.name';
  if (conditions.some((one) => one.kind === 'text' && one.text.trim() === '')) return 'rules.rule.fault.text';
  if (actions.length === 0 && !stop) return 'rules.rule.fault.actions';
  const { mailboxes } = useEngineState.getState();
  const isThere = (id: string): boolean => mailboxes.some((mailbox) => mailbox.id === id);
  return actions.some((action) => 'to' in action && !isThere(action.to)) ? 'rules.rule.fault.folder' : null;
}
