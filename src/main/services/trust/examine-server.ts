import type { ServerExamination } from '@shared/contract/trust';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import { credentialsOf, endpointOf } from '../../sync/open-session';
import { accountGone } from '@shared/errors/account-gone';
import { examineImap, printReport, type ImapReport } from '../doctor';
import type { Engine } from '../engine';

/**
 * Examines the incoming server of an account and lets the findings count: what failed when it was tried is not used
 * any more, and what an earlier examination had taken away and holds now is used again. What use itself has found out
 * stays: an examination sees less.
 */
export async function examineServer(engine: Engine, account: AccountId): Promise<ServerExamination> {
  const { accounts, secrets, trust, parts } = engine;
  const config = accounts.get(account);
  if (!config) throw accountGone();
  if (config.incoming.protocol !== 'imap') throw refused('not-imap', 'Only IMAP servers can be examined');
  const secret = await secrets.incoming(config);
  if (!secret) throw refused('auth-failed', 'The password is not known');
  const target = {
    endpoint: endpointOf(config.incoming),
    credentials: credentialsOf(config.incoming, secret),
    logins: engine.logins.memoryOf(config, 'incoming'),
  };
  const report = await examineImap(target, parts);
  const before = trust.of(account);
  await trust.lose(
    account,
    failures(report).map(({ capability, detail }) => ({
      capability,
      reason: { code: 'examination' as const, details: { detail } },
      by: 'examination' as const,
    })),
  );
  const held = new Set(
    report.checks.filter(({ outcome }) => outcome === 'held').map(({ capability }) => capability),
  );
  await trust.regain(account, ({ capability, by }) => by === 'examination' && held.has(capability));
  if (trust.of(account) !== before) engine.trustChanged(account);
  return {
    checks: report.checks,
    roundTripMs: report.roundTripMs.median,
    text: printReport(report).join('\n'),
    distrusted: trust.of(account),
  };
}

/** Failed checks of what the server claims by name; checks of the base protocol are not things that can be left. */
function failures({ checks, claimed }: ImapReport): ImapReport['checks'] {
  const claims = new Set(claimed.afterLogin.map((word) => word.toUpperCase()));
  return checks.filter(({ capability, outcome }) => outcome === 'failed' && claims.has(capability));
}

const refused = (code: string, message: string): MailError =>
  new MailError({ kind: 'refused', code, message });
