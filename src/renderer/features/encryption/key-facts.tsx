import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { dayDate, formatList } from '../../i18n/format';
import { fingerprintWords } from '../../state/fingerprint';

/** What a key is, to be compared with what its owner says: above all the fingerprint. */
export function KeyFacts({ shown }: { readonly shown: OpenPgpKey }) {
  const t = useT();
  const { fingerprint, userIds, createdAt, expiresAt, revoked, signs, encrypts, algorithm } = shown;
  const over = expiresAt !== null && expiresAt <= Date.now();
  const uses = [...(signs ? [t('openpgp.signs')] : []), ...(encrypts ? [t('openpgp.encrypts')] : [])];
  return (
    <dl className="openpgp-facts selectable">
      <dt>{t('openpgp.userIds')}</dt>
      <dd>
        {userIds.map((id) => (
          <bdi key={id} className="openpgp-user">
            {id}
          </bdi>
        ))}
        {userIds.length === 0 && t('openpgp.noUserId')}
      </dd>
      <dt>{t('openpgp.fingerprint')}</dt>
      <dd className="openpgp-fingerprint">{fingerprintWords(fingerprint)}</dd>
      <dt>{t('openpgp.created')}</dt>
      <dd>
        {dayDate(createdAt)} ({algorithm})
      </dd>
      <dt>{t('openpgp.validity')}</dt>
      <dd>
        {revoked
          ? t('openpgp.revoked')
          : expiresAt === null
            ? t('openpgp.never')
            : t(over ? 'openpgp.expired' : 'openpgp.until', { date: dayDate(expiresAt) })}
      </dd>
      <dt>{t('openpgp.uses')}</dt>
      <dd>{uses.length === 0 ? t('openpgp.usesNone') : formatList(uses)}</dd>
    </dl>
  );
}
