import { type automaticMethods, MAX_BLOCKED } from '@shared/contract/automatic';
import type { EngineContract } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { Handlers } from '@shared/rpc/contract';
import { undo } from '../acting';
import type { Engine } from '../engine';

/** The part of EngineApi about what Tern does by itself. */
export const automaticHandlers = (
  engine: Engine,
): Pick<Handlers<EngineContract>, keyof typeof automaticMethods> => ({
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
  automaticLog: () => engine.automatic.log.list(),
  undoAutomatic: ({ id }) => undoAutomatic(engine, id),
});

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
    // Taken back twice, after a kill in between, is the same as once.
    const { undone } = await undo(engine, id);
    await engine.parts.vault.appendAll([log.table.put(id, { ...entry, undone: true })]);
    logChanged();
    return { undone };
  } finally {
    busy.delete(id);
  }
}
