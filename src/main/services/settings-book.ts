import { type Settings, settingsSchema } from '@shared/contract/engine-api';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';

/** The person's settings, in the journal. A value that no longer fits its schema falls back to the default alone. */
export class SettingsBook {
  readonly table = new Table<Record<string, unknown>>('settings');

  /** What was made of the record last: everything that happens asks for some setting. */
  #read: { readonly stored: Record<string, unknown>; readonly settings: Settings } | null = null;

  constructor(private readonly journal: Journal) {}

  get(): Settings {
    const stored = this.table.get('all') ?? NOTHING;
    if (this.#read?.stored !== stored) this.#read = { stored, settings: repair(stored) };
    return this.#read.settings;
  }

  /** As they are once everything accepted is on the disk. */
  latest(): Settings {
    return repair(this.table.latest('all') ?? {});
  }

  /** Merges `change` (the `ui` record one level deep) and resolves when it is durable. @throws ZodError on bad values. */
  async update(change: Record<string, unknown>): Promise<Settings> {
    const before = repair(this.table.latest('all') ?? {});
    const next = settingsSchema.parse({
      ...before,
      ...change,
      ui: { ...before.ui, ...(typeof change['ui'] === 'object' ? change['ui'] : {}) },
    });
    await this.journal.appendAll([this.table.put('all', next)]);
    return next;
  }

  /** A record for a change that builds on what the settings will be by then; to be appended in the same turn. */
  record(change: (now: Settings) => Partial<Settings>): JournalRecord {
    const before = repair(this.table.latest('all') ?? {});
    return this.table.put('all', settingsSchema.parse({ ...before, ...change(before) }));
  }

  /** Makes such a change; durable when it resolves. */
  async change(how: (now: Settings) => Partial<Settings>): Promise<void> {
    await this.journal.appendAll([this.record(how)]);
  }
}

const NOTHING: Record<string, unknown> = {};

function repair(stored: Record<string, unknown>): Settings {
  const whole = settingsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map((issue) => String(issue.path[0])));
  return settingsSchema.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !bad.has(key))));
}
