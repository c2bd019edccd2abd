import type { EngineContract } from '@shared/contract/engine-api';
import type { openPgpMethods } from '@shared/contract/openpgp';
import { MailError } from '@shared/errors/mail-error';
import type { Handlers } from '@shared/rpc/contract';

/** OpenPGP as it is where nobody has a key. */
export function fakeOpenPgp(): Pick<Handlers<EngineContract>, keyof typeof openPgpMethods> {
  const gone = (): never => {
    throw new MailError({ kind: 'refused', code: 'key-gone', message: 'no keys here' });
  };
  return {
    openPgpKeys: () => [],
    importOpenPgpKeys: () => {
      throw new MailError({ kind: 'refused', code: 'no-keys-found', message: 'no keys here' });
    },
    generateOpenPgpKey: gone,
    unlockOpenPgpKey: gone,
    lockOpenPgpKey: gone,
    acceptOpenPgpKey: gone,
    unacceptOpenPgpKey: gone,
    removeOpenPgpKey: () => undefined,
    exportOpenPgpKey: gone,
    attachOpenPgpKey: gone,
    readProtected: () => null,
  };
}
