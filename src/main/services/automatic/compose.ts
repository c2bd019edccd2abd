import type { AccountId, MailboxId } from '@shared/model/ids';
import { hasUid } from '@shared/model/uid-ranges';
import type { BlockedSender } from '@shared/contract/automatic';
import type { Rule } from '@shared/contract/rules';
import { isBroken, ready, type ReadyRule } from '../../rules/by-rules';
import type { Fold } from '@shared/ports/fold';
import type { JournalRecord } from '@shared/ports/vault';
import { entriesOf } from '@shared/rules/blocked';
import { Arrivals } from '../../rules/arrivals';
import { AutomaticLog } from '../../rules/automatic-log';
import type { Standing } from '../../rules/judge';
import { Ledger } from '../../rules/ledger';
import { idsOf, Mutes } from '../../rules/mutes';
import type { Witness } from '../../sync/witness';
import { newGroup } from '../acting';
import type { Engine } from '../engine';
import type { OwnDoing } from '../engine-away';
import { FetchedMail } from './fetched-mail';

/** What Tern does by itself to mail that arrives. */
export interface Automatic {
  readonly arrivals: Arrivals;
  readonly fetched: FetchedMail;
  readonly log: AutomaticLog;
  readonly ledger: Ledger;
  readonly mutes: Mutes;
  readonly folds: readonly Fold[];
  readonly witness: Witness;
  /** Records that forget an account. */
  forget(account: AccountId, mailboxes: readonly MailboxId[]): JournalRecord[];
  readonly logChanged: () => void;
}

export function automaticOf(engine: Engine, ownDoing: OwnDoing): Automatic {
  const { registry, parts } = engine;
  const ledger = new Ledger();
  const log = new AutomaticLog();
  const mutes = new Mutes(() => mutesChanged());
  const mutesChanged = tellMutes(engine, mutes);
  const logChanged = (): void => engine.tell('automaticLog', { entries: log.list() });
  const arrivals = new Arrivals({
    journal: parts.vault,
    queue: engine.queue,
    mailboxes: registry,
    ledger,
    log,
    mutes,
    now: () => parts.clock.now(),
    store: () => engine.store,
    ownDoing: (mailbox, generation) => {
      const moved = ownDoing(mailbox, generation);
      const made = engine.log.madeIn(mailbox, generation);
      return (uid) => moved(uid) || made.some((uids) => hasUid(uids, uid));
    },
    standing: standingOf(engine, mutes),
    awaits: (account) => engine.snooze.awaits(account),
    answeredBy: (account, rows) => engine.snooze.answeredBy(account, rows),
    pause: async (broken) => {
      await engine.settings.change(({ rules }) => ({
        rules: rules.map((rule) => (broken.includes(rule.id) ? { ...rule, paused: true } : rule)),
      }));
      engine.settingsChanged();
    },
    newGroup: () => newGroup(engine),
    wake: (account) => engine.operationsWaiting(account),
    announce: (account, arrival) => engine.announcer.announce(account, arrival),
    logChanged,
  });
  const fetched = new FetchedMail({
    arrivals,
    ledger,
    local: engine.local,
    pop3Accounts: () => engine.accounts.list().flatMap(({ id }) => (engine.isPop3(id) ? [id] : [])),
    inboxOf: (account) => {
      for (const owner of [engine.accounts.get(account)?.pop3?.into, account]) {
        const inbox = owner === undefined ? undefined : registry.withRole(owner, 'inbox');
        if (inbox?.local === true) return inbox;
      }
      return null;
    },
    onFailure: (error) => engine.localMailFailed(error),
  });
  return {
    arrivals,
    fetched,
    log,
    ledger,
    mutes,
    folds: [ledger.marks, ledger.acted, log.table, mutes.table],
    witness: {
      watches: () => false,
      arrived: () => undefined,
      flagged: () => undefined,
      gone: () => undefined,
      synced: async (mailbox, cursor) => {
        const known = registry.get(mailbox);
        if (known && cursor) await arrivals.synced(known.account, known.role, cursor);
        if (known?.role === 'inbox') engine.snooze.looked(known.account);
      },
    },
    forget: (account, mailboxes) => [
      ...ledger.forget(account, mailboxes),
      ...log.forget(account),
      ...mutes.forget(account),
    ],
    logChanged,
  };
}

/** What the person wants by now; made once for each list of theirs. */
function standingOf({ settings, registry }: Engine, mutes: Mutes): (account: AccountId) => Standing {
  let of: readonly BlockedSender[] | null = null;
  let blocked: ReadonlySet<string> = new Set();
  let made: { readonly of: readonly Rule[]; readonly rules: readonly ReadyRule[] } = { of: [], rules: [] };
  const isThere = (mailbox: MailboxId): boolean => registry.get(mailbox)?.selectable === true;
  return (account) => {
    const { blocked: now, rules } = settings.get();
    if (rules !== made.of)
      made = { of: rules, rules: rules.flatMap((rule) => (rule.on && !rule.paused ? [ready(rule)] : [])) };
    const broken = made.rules.filter(({ rule }) => isBroken(rule, isThere));
    if (now !== of) {
      of = now;
      blocked = entriesOf(now);
    }
    /** Messages that arrive together and answer each other. */
    const found = new Map<number, string>();
    return {
      account,
      rules: broken.length === 0 ? made.rules : made.rules.filter((one) => !broken.includes(one)),
      broken: broken.map(({ rule }) => rule.id),
      muted: mutes.size,
      mutedBy: ({ envelope }) => {
        if (mutes.size === 0) return null;
        const ids = idsOf(envelope);
        const muted =
          mutes.find(account, ids) ?? ids.map((id) => found.get(id)).find((id) => id !== undefined) ?? null;
        if (muted !== null) for (const id of ids) found.set(id, muted);
        return muted;
      },
      blocked,
      has: (role) => registry.withRole(account, role) !== undefined,
    };
  };
}

/** Tells the pages what is muted, once for all that changes in one turn. */
function tellMutes(engine: Engine, mutes: Mutes): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      engine.tell('mutes', { mutes: [...mutes.list()] });
    });
  };
}
