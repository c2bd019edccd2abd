import { useT } from '../../../i18n';
import { IconButton } from '../../../ui';
import { ENCRYPT_KEYS, type LetterProtecting, SIGN_KEYS } from './use-letter-protection';

/** Encrypt and sign; nothing where there is no key to do it with. */
export function ProtectSwitches({
  protection: { offered, state, toggle },
  isDisabled,
}: {
  readonly protection: LetterProtecting;
  readonly isDisabled: boolean;
}) {
  const t = useT();
  if (!offered) return null;
  return (
    <>
      <IconButton
        icon="secure"
        label={t('openpgp.write.encrypt')}
        keys={ENCRYPT_KEYS}
        pressed={state.encrypt}
        isDisabled={isDisabled}
        onPress={() => toggle('encrypt')}
      />
      <IconButton
        icon="signature"
        label={t('openpgp.write.sign')}
        keys={SIGN_KEYS}
        pressed={state.sign}
        isDisabled={isDisabled}
        onPress={() => toggle('sign')}
      />
    </>
  );
}
