import { useCallback, useState } from 'react';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { useAnswer } from '../../state/use-answer';
import { Button } from '../../ui';

/** Whether `mailto:` addresses open Tern. Nothing where the host cannot know. */
export function MailProgram() {
  const t = useT();
  const ask = useCallback((options: CallOptions) => session().engine.ask.mailProgram({}, options), []);
  const { value } = useAnswer(ask);
  const [answer, setAnswer] = useState<boolean | null>(null);
  const isDefault = answer ?? value?.isDefault ?? null;
  if (isDefault === null) return null;
  const make = (): void =>
    say(
      session()
        .engine.api.becomeMailProgram({})
        .then((now) => setAnswer(now.isDefault)),
    );
  return (
    <div>
      <h3 className="form-heading">{t('settings.mailProgram')}</h3>
      <p className="form-note" role="status">
        {t(
          isDefault
            ? 'settings.mailProgramIs'
            : answer === null
              ? 'settings.mailProgramIsNot'
              : 'settings.mailProgramConfirm',
        )}
      </p>
      {!isDefault && (
        <Button size="small" className="settings-allow" onPress={make}>
          {t('settings.mailProgramMake')}
        </Button>
      )}
    </div>
  );
}
