import { type automaticMethods, MAX_BLOCKED } from '@shared/contract/automatic';
import type { EngineContract } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { ruleMethods } from '@shared/contract/rules';
import type { Handlers } from '@shared/rpc/contract';
import { type MailboxId, type MessageKey, parseMessageKey } from '@shared/model/ids';
import { idsOf } from '../../rules/mutes';
import { newGroup } from '../acting';
import type { Engine } from '../engine';
import { undo } from '../taking-back';
import { runRule, tryRule } from './on-folder';

/** The part of EngineApi about what Tern does by itself. */
export const automaticHandlers = (
  engine: Engine,
): Pick<Handlers<EngineContract>, keyof (typeof automaticMethods & typeof ruleMethods)> => ({
  block: async ({ entry }) => {
    const { settings, parts } = engine;
    if (settings.latest().blocked.length >= MAX_BLOCKED)
      throw new MailError({ kind: 'refused', code: 'too-many-blocked', message: 'The list is full' });
    const at = parts.clock.now();
    await settings.change(({ blocked }) => ({
      blocked: [...blocked.filter((one) => one.entry !== entry), { entry, at }],
    }));
    engine.settingsChanged();
  },
  unblock: async ({ entries }) => {
    const gone = new Set(entries);
    await engine.settings.change(({ blocked }) => ({
      blocked: blocked.filter(({ entry }) => !gone.has(entry)),
    }));
    engine.settingsChanged();
  },
  mute: ({ keys }) => mute(engine, keys),
  unmute: async ({ ids }) => {
    const { table } = engine.automatic.mutes;
    await engine.parts.vault.appendAll(ids.map((id) => table.drop(id)));
  },
  mutes: () => [...engine.automatic.mutes.list()],
  tryRule: ({ token, ...asked }, { signal }) =>
    tryRule(engine, asked, signal, (done, of) => engine.tell('ruleProgress', { token, done, of })),
  runRule: ({ token, ...asked }, { signal }) =>
    runRule(engine, asked, signal, (done, of) => engine.tell('ruleProgress', { token, done, of })),
  automaticLog: () => engine.automatic.log.list(),
  undoAutomatic: ({ id }) => undoAutomatic(engine, id),
});

/** Mutes the conversation of these messages, by the Message-IDs of those that are here and of what they answer. */
async function mute(engine: Engine, keys: readonly MessageKey[]): Promise<{ id: string }> {
  const { registry, forwarding, store, parts, automatic } = engine;
  const refs = keys.map((key) => forwarding.resolve(parseMessageKey(key)));
  const rows = (await store?.api.rows({ refs })) ?? [];
  const found = rows.flatMap((row, i) => {
    const account = registry.get(refs[i]?.mailbox ?? ('' as MailboxId))?.account;
    return row && account !== undefined ? [{ row, account }] : [];
  });
  const newest = found.at(-1);
  if (!newest) throw new MailError({ kind: 'refused', code: 'gone', message: 'The messages are gone' });
  const { account } = newest;
  const same = found.filter((one) => one.account === account);
  const ids = [...new Set(same.flatMap(({ row }) => idsOf(row.envelope)))];
  if (ids.length === 0)
    throw new MailError({
      kind: 'refused',
      code: 'no-message-id',
      message: 'Nothing can answer these messages',
    });
  const { subject } = newest.row.envelope;
  const { id, records } = automatic.mutes.mute({
    id: newGroup(engine),
    account,
    subject,
    at: parts.clock.now(),
    ids,
  });
  await parts.vault.appendAll([...records]);
  return { id };
}

/** Entries that are being taken back: a button pressed twice takes back once. */
const takenBack = new WeakMap<Engine, Set<string>>();

async function undoAutomatic(engine: Engine, id: string): Promise<{ undone: number }> {
  const { log, logChanged } = engine.automatic;
  const entry = log.table.latest(id);
  const busy = takenBack.get(engine) ?? new Set();
  takenBack.set(engine, busy);
  if (!entry || entry.undone || busy.has(id)) return { undone: 0 };
  busy.add(id);
  try {
    engine.log.take(id);
    engine.log.add(id, entry.operations);
    for (const { operation } of entry.operations) {
      // Since a restart only the journal knows.
      if (engine.log.withTwins(operation.id).some((one) => engine.log.madeBy(one).length > 0)) continue;
      for (const by of entry.made ?? [])
        if (by.operation === operation.id) engine.log.made(operation.id, by.made);
    }
    // Taken back twice, after a kill in between, is the same as once.
    const { undone } = await undo(engine, id);
    // What could not be taken back is not said to be.
    if (undone === 0) return { undone };
    await engine.parts.vault.appendAll([log.table.put(id, { ...entry, undone: true })]);
    logChanged();
    return { undone };
  } finally {
    busy.delete(id);
  }
}
