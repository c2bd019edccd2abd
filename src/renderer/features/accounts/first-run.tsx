import { useState } from 'react';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { openDialog } from '../../state/ui';
import { Button } from '../../ui';

/** The first screen: two ways in, nothing else. */
export function FirstRun() {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const demo = (): void => {
    setBusy(true);
    session()
      .engine.api.addDemo({})
      .catch((error: unknown) => {
        setBusy(false);
        showToast({ text: errorText(error), tone: 'danger' });
      });
  };
  return (
    <main className="first-run">
      <div className="first-run-card">
        <Bird />
        <h1 className="first-run-title">{t('accounts.first.title')}</h1>
        <p className="first-run-text">{t('accounts.first.text')}</p>
        <div className="first-run-actions">
          <Button
            kind="primary"
            size="large"
            autoFocus
            isDisabled={busy}
            onPress={() => openDialog({ kind: 'add-account' })}
          >
            {t('accounts.first.add')}
          </Button>
          <Button size="large" isDisabled={busy} onPress={demo}>
            {t('accounts.first.demo')}
          </Button>
        </div>
        <p className="form-note">{t('accounts.first.demoHint')}</p>
        <p className="form-note">
          <Button kind="quiet" size="small" onPress={() => openDialog({ kind: 'files', step: 'home' })}>
            {t('accounts.first.import')}
          </Button>
        </p>
      </div>
    </main>
  );
}

/** A tern in flight, in two strokes of wing and a forked tail. */
function Bird() {
  return (
    <svg className="bird" width="96" height="60" viewBox="0 0 96 60" fill="none" aria-hidden>
      <path d="M4 9c17 2 30 9 39 21 3-11 14-22 34-26-9 9-15 18-18 29" className="bird-wing" />
      <path
        d="M43 30c6-2 12-1 16 3l13 1 9-1-8 5c-5 5-13 7-21 5L33 56l5-10-15 3c7-7 13-14 20-19Z"
        className="bird-body"
      />
      <path d="M60 33c3-2 7-2 11 .5l-8 2.5Z" className="bird-cap" />
    </svg>
  );
}
