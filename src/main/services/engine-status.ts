import type { AccountStatus } from '@shared/contract/account';
import type { EngineStatus } from '@shared/contract/engine-api';
import { isUnusableOffer } from '@shared/errors/login-trouble';
import type { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import { whole } from '../operations/execute/transfer';
import type { Engine } from './engine';

/**
 * How everything stands, for the pages.
 * @param outgoingRefused accounts whose outgoing server refused the login, or offered none that may be used.
 */
export function engineStatus(
  engine: Engine,
  outgoingRefused: ReadonlyMap<AccountId, MailError>,
  notices: EngineStatus['notices'],
): EngineStatus {
  const accounts = engine.accounts.list().map((config): AccountStatus => {
    const refused = outgoingRefused.get(config.id);
    const status: AccountStatus = engine.runners.get(config.id)?.status ?? {
      account: config,
      phase: 'offline',
      progress: null,
      trouble: null,
      retryAt: null,
      lastSync: null,
    };
    return refused && status.trouble === null ? { ...status, ...outgoingRefusal(refused) } : status;
  });
  // What is part of a move between accounts is counted with it.
  const operations = engine.queue.all().filter((op) => !whole(engine.queue, op));
  return {
    host: engine.parts.host,
    version: engine.parts.version,
    accounts,
    online: accounts.length === 0 || accounts.some((a) => ['syncing', 'idle'].includes(a.phase)),
    workOffline: engine.settings.get().workOffline,
    waiting: operations.filter((op) => ['waiting', 'running', 'verifying'].includes(op.state)).length,
    unseenTrouble: operations.filter((op) => op.state === 'refused' || op.state === 'uncertain').length,
    outbox: engine.outbox.table.size,
    secrets: engine.secrets.protection,
    notices,
  };
}

/** How an account shows that its outgoing server wants a password or a sign-in before anything more is sent. */
function outgoingRefusal({ code, server = '', details }: MailError): Partial<AccountStatus> {
  if (code === 'needs-password') return {};
  if (isUnusableOffer(code))
    return { trouble: { code, server, details: { ...details, direction: 'outgoing' } } };
  return code.startsWith('oauth-')
    ? { phase: 'needs-sign-in', trouble: { code, server, details } }
    : { trouble: { code: 'outgoing-auth-failed', server, details } };
}
