import type { ProbeResult } from '@shared/contract/account';
import { useT } from '../../i18n';
import { failureWords } from '../../state/errors';
import { Button, Icon, Notice, ServerWords } from '../../ui';
import { isCertificateTrouble, pairs } from './account-form';

export interface ProbeCardProps {
  /** Of the element that says what went wrong. */
  readonly id?: string;
  readonly title: string;
  readonly host: string;
  readonly result: ProbeResult;
  /** Accepts exactly this certificate for this server. */
  readonly onTrust: (fingerprint: string) => void;
}

/** What came of trying one direction, in words; certificates can be looked at and trusted one by one. */
export function ProbeCard({ id, title, host, result, onTrust }: ProbeCardProps) {
  const t = useT();
  if (result.ok) {
    return (
      <div className="probe probe-ok">
        <Icon name="checked" />
        <b>{title}</b>
        <span className="probe-state">{t('accounts.wizard.testOk')}</span>
      </div>
    );
  }
  const { code, server, details, facts } = result;
  const words = failureWords({ code, server, details: { host, ...details } });
  return (
    <div className="probe" id={id} tabIndex={-1}>
      <p className="probe-head">
        <Icon name="error" />
        <b>{title}</b>
        <span className="probe-state">{t('accounts.wizard.testFailed')}</span>
      </p>
      <Notice tone="danger" title={words.title}>
        {words.text}
        <ServerWords text={server} />
      </Notice>
      {isCertificateTrouble(code) && (
        <Certificate host={host} facts={{ ...facts, ...details }} onTrust={onTrust} />
      )}
    </div>
  );
}

const FACTS = ['subject', 'names', 'issuer', 'validFrom', 'validTo'] as const;

/** What the certificate says, and the way to trust exactly this one for exactly this server. */
export function Certificate({
  host,
  facts,
  onTrust,
}: {
  readonly host: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly onTrust: (fingerprint: string) => void;
}) {
  const t = useT();
  const fingerprint = String(facts['fingerprint'] ?? '');
  return (
    <details className="ui-details certificate" open>
      <summary>{t('accounts.wizard.certificate')}</summary>
      <dl className="certificate-facts selectable">
        {FACTS.map((fact) => {
          const value = String(facts[fact] ?? '');
          return value ? (
            <div key={fact}>
              <dt>{t(`accounts.wizard.cert.${fact}`)}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ) : null;
        })}
        {fingerprint && (
          <div>
            <dt>{t('accounts.wizard.cert.fingerprint')}</dt>
            <dd className="certificate-print">{pairs(fingerprint)}</dd>
          </div>
        )}
      </dl>
      {fingerprint && (
        <>
          <p className="form-note">{t('accounts.wizard.trustHint')}</p>
          <Button size="small" icon="shield" onPress={() => onTrust(fingerprint)}>
            {t('accounts.wizard.trust', { host })}
          </Button>
        </>
      )}
    </details>
  );
}
