import { useState } from 'react';
import type { Rule } from '@shared/contract/rules';
import { formatCount, listDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { useMailboxes, useSettings } from '../../state/engine-state';
import { mailboxHere, roleHere } from '../../state/mailbox-here';
import { Button, Checkbox, Dialog, FailureNotice, Notice, Progress, Segments, TextField } from '../../ui';
import { mailboxLabel } from '../folders';
import { keepRule } from './rule-book';
import { ActionFields, ConditionFields } from './rule-fields';
import { ruleFault } from './rule-words';
import { type Outcome, useRun } from './use-run';
import { type Trial, useTrial } from './use-trial';

/** The messages of a trial that are listed. */
const LISTED = 20;

/** Makes or changes a rule, and shows beforehand what it would do in the folder one is in. */
export function RuleDialog({
  rule: given,
  isNew,
  onClose,
}: {
  readonly rule: Rule;
  readonly isNew: boolean;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [rule, setRule] = useState(given);
  const run = useRun();
  const mailboxes = useMailboxes();
  const [here] = useState(() => mailboxHere()?.id);
  const folder =
    mailboxes.find(({ id }) => id === here) ??
    mailboxes.find(({ role }) => role === (roleHere() ?? 'inbox')) ??
    mailboxes.find(({ role }) => role === 'inbox');
  const { rules } = useSettings();
  const fault = ruleFault(rule);
  const trial = useTrial(fault === null ? rule : null, folder?.id ?? null, run.outcome);
  const change = (part: Partial<Rule>): void => setRule((old) => ({ ...old, ...part }));
  const name = folder ? mailboxLabel(folder) : '';

  const save = (): void => {
    // What was typed stays here until it is kept.
    void keepRule(rules, { ...rule, name: rule.name.trim(), paused: false }).then((kept) => {
      if (kept) onClose();
    });
  };

  return (
    <Dialog
      isOpen
      size="large"
      title={t(isNew ? 'rules.rule.new' : 'rules.rule.edit')}
      onClose={onClose}
      className="rules-dialog"
      footer={
        <>
          {run.progress ? (
            <Button onPress={run.callOff}>{t('rules.rule.callOff')}</Button>
          ) : (
            <Button
              isDisabled={fault !== null || (trial.result?.matched ?? 0) === 0}
              onPress={() => folder && run.start(rule, folder.id)}
            >
              {t('rules.rule.run', { folder: name })}
            </Button>
          )}
          <span className="rules-gap" />
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" isDisabled={fault !== null} onPress={save}>
            {t('rules.rule.save')}
          </Button>
        </>
      }
    >
      <div className="form">
        {given.paused && <Notice tone="warning">{t('rules.rule.paused')}</Notice>}
        <TextField
          label={t('rules.rule.name')}
          value={rule.name}
          maxLength={200}
          onChange={(value) => change({ name: value })}
          autoFocus
        />
        <Segments
          label={t('rules.rule.when')}
          value={rule.match}
          options={(['all', 'any'] as const).map((id) => ({ id, label: t(`rules.rule.match.${id}`) }))}
          onChange={(match) => change({ match })}
        />
        <div className="rules-lines">
          {rule.conditions.map((condition, i) => (
            <ConditionFields
              key={i}
              condition={condition}
              onChange={(next) => change({ conditions: rule.conditions.with(i, next) })}
              onRemove={
                rule.conditions.length > 1
                  ? () => change({ conditions: rule.conditions.toSpliced(i, 1) })
                  : null
              }
            />
          ))}
          <Button
            size="small"
            icon="add"
            isDisabled={rule.conditions.length >= 20}
            onPress={() =>
              change({
                conditions: [
                  ...rule.conditions,
                  { kind: 'text', field: 'subject', how: 'contains', text: '' },
                ],
              })
            }
          >
            {t('rules.rule.addCondition')}
          </Button>
        </div>
        <h3 className="form-heading">{t('rules.rule.do')}</h3>
        <div className="rules-lines">
          {rule.actions.map((action, i) => (
            <ActionFields
              key={i}
              action={action}
              onChange={(next) => change({ actions: rule.actions.with(i, next) })}
              onRemove={() => change({ actions: rule.actions.toSpliced(i, 1) })}
            />
          ))}
          <Button
            size="small"
            icon="add"
            isDisabled={rule.actions.length >= 10}
            onPress={() => change({ actions: [...rule.actions, { kind: 'read' }] })}
          >
            {t('rules.rule.addAction')}
          </Button>
        </div>
        <Checkbox isSelected={rule.stop} onChange={(stop) => change({ stop })}>
          {t('rules.rule.stop')}
        </Checkbox>
        {run.outcome && <RunOutcome outcome={run.outcome} folder={name} onUndo={run.takeBack} />}
        <section aria-live="polite" className="rules-trial">
          <h3 className="form-heading">{t('rules.rule.trial', { folder: name })}</h3>
          {fault !== null ? (
            <p className="form-note">{t(fault)}</p>
          ) : (
            <TrialResult trial={trial} running={run.progress} />
          )}
        </section>
      </div>
    </Dialog>
  );
}

/** What was done: said here, since a toast would lie behind the dialog. */
function RunOutcome({
  outcome,
  folder,
  onUndo,
}: {
  readonly outcome: Outcome;
  readonly folder: string;
  readonly onUndo: (id: string) => void;
}) {
  const t = useT();
  if (outcome.kind === 'failed') return <FailureNotice error={outcome.error} />;
  if (outcome.kind !== 'done')
    return (
      <div role="status">
        <Notice>{t(outcome.kind === 'taken-back' ? 'rules.rule.takenBack' : 'rules.rule.calledOff')}</Notice>
      </div>
    );
  const { id, count } = outcome;
  return (
    <div role="status">
      <Notice actions={id !== null && <Button onPress={() => onUndo(id)}>{t('common.undo')}</Button>}>
        {t('rules.rule.ran', { count, formatted: formatCount(count), folder })}
      </Notice>
    </div>
  );
}

function TrialResult({
  trial: { result, error, progress },
  running,
}: {
  readonly trial: Trial;
  readonly running: { readonly done: number; readonly of: number } | null;
}) {
  const t = useT();
  const at = running ?? progress;
  return (
    <>
      {error !== null && <FailureNotice error={error} />}
      {at && <Progress label={t('rules.rule.looking')} value={at.done} max={at.of} />}
      {result && (
        <>
          <p>
            {t('rules.rule.would', {
              count: result.matched,
              formatted: formatCount(result.matched),
              checked: formatCount(result.checked),
            })}
          </p>
          <ul className="rules-some">
            {result.some.slice(0, LISTED).map(({ from, subject, date }, i) => (
              <li key={i}>
                <b className="truncate" dir="auto">
                  {from || t('common.unknownSender')}
                </b>
                <span className="truncate" dir="auto">
                  {subject.trim() || t('common.noSubject')}
                </span>
                <time className="rules-when tabular">{listDate(date)}</time>
              </li>
            ))}
          </ul>
        </>
      )}
      {!result && !at && error === null && <p className="form-note">{t('rules.rule.looking')}</p>}
    </>
  );
}
