import type { Settings } from '@shared/contract/engine-api';
import { settingsSchema } from '@shared/contract/engine-api';
import { MAX_BLOCKED } from '@shared/contract/automatic';
import { MAX_RULES, type Rule } from '@shared/contract/rules';
import { MAX_SAVED_SEARCHES, type SavedSearch } from '@shared/contract/saved-search';
import { isBroken } from '../../../../rules/by-rules';
import type { BringContext } from './bring-back';

/** What belongs to the person whatever account is saved: templates, rules, searches, senders, tags, settings. */
export async function bringPersonal(context: BringContext): Promise<void> {
  await bringTemplates(context);
  const { engine } = context;
  // All of it in one turn: what somebody changes meanwhile is in what it begins with.
  await engine.settings.change((now) => ({
    rules: rulesWith(context, now.rules),
    savedSearches: searchesWith(context, now.savedSearches),
    blocked: blockedWith(context, now.blocked),
    trustedSenders: trustedWith(context, now.trustedSenders),
    ...chosenBefore(context, now),
  }));
}

async function bringTemplates(context: BringContext): Promise<void> {
  const { engine, signal } = context;
  for (const { value } of context.of('template')) {
    signal.throwIfAborted();
    const attachments: typeof value.content.attachments = [];
    for (const one of value.content.attachments)
      if (await context.file(one.blob, `${value.name} · ${one.name}`)) attachments.push(one);
    const brought = await engine.templates.bringBack({
      ...value,
      content: { ...value.content, attachments },
    });
    if (brought === 'full') context.problem(value.name, 'kept-too-many');
    else context.count('template', brought === 'added');
  }
}

/** Rules in their order, behind those that are here. One whose folder is not here is paused, and says so. */
function rulesWith({ engine, names, of, count, problem }: BringContext, now: readonly Rule[]): Rule[] {
  const isThere = (mailbox: Parameters<typeof engine.registry.isThere>[0]): boolean =>
    engine.registry.isThere(mailbox);
  const all = [...now];
  for (const { value } of of('rule')) {
    const at = all.findIndex(({ id }) => id === value.id);
    const known = all[at];
    if (known) {
      // Paused when it was brought back without its folder, which has come meanwhile.
      const goesOn = known.paused && !value.paused && !isBroken(known, isThere);
      if (goesOn) all[at] = { ...known, paused: false };
      count('rule', goesOn);
      continue;
    }
    if (all.length >= MAX_RULES) {
      problem(value.name, 'kept-too-many');
      continue;
    }
    const rule: Rule = {
      ...value,
      conditions: value.conditions.map((one) =>
        one.kind === 'account' ? { ...one, account: names.account(one.account) ?? one.account } : one,
      ),
      actions: value.actions.map((one) =>
        'to' in one ? { ...one, to: names.mailbox(one.to) ?? one.to } : one,
      ),
    };
    const broken = isBroken(rule, isThere);
    if (broken) problem(rule.name, 'kept-rule-paused');
    all.push(broken ? { ...rule, paused: true } : rule);
    count('rule', true);
  }
  return all;
}

function searchesWith(
  { names, of, count, problem }: BringContext,
  now: readonly SavedSearch[],
): SavedSearch[] {
  const all = [...now];
  for (const { value } of of('search')) {
    if (all.some(({ id }) => id === value.id)) count('search', false);
    else if (all.length >= MAX_SAVED_SEARCHES) problem(value.name, 'kept-too-many');
    else {
      all.push({ ...value, scope: scopeHere(names, value.scope) });
      count('search', true);
    }
  }
  return all;
}

/** Where a search looks; everywhere when that is not here. */
function scopeHere(names: BringContext['names'], scope: SavedSearch['scope']): SavedSearch['scope'] {
  const everywhere = { kind: 'all', account: null } as const;
  if (scope.kind === 'mailbox') {
    const mailbox = names.mailbox(scope.mailbox);
    return mailbox ? { ...scope, mailbox } : everywhere;
  }
  if (scope.kind !== 'all' || scope.account === null) return scope;
  return { ...scope, account: names.account(scope.account) };
}

function blockedWith({ of, count, problem }: BringContext, now: Settings['blocked']): Settings['blocked'] {
  const all = [...now];
  for (const { value } of of('blocked')) {
    if (all.some(({ entry }) => entry === value.entry)) count('blocked', false);
    else if (all.length >= MAX_BLOCKED) problem(value.entry, 'kept-too-many');
    else {
      all.push(value);
      count('blocked', true);
    }
  }
  return all;
}

function trustedWith({ of, count }: BringContext, now: readonly string[]): string[] {
  const all = new Set(now);
  for (const { value } of of('trusted')) {
    count('trusted', !all.has(value));
    all.add(value);
  }
  return [...all];
}

const USUAL = settingsSchema.parse({});

/** Tags that are offered again, and – where nobody had set up anything – how the program was set; what was chosen here stays. */
function chosenBefore({ fresh, of, count }: BringContext, now: Settings): Partial<Settings> {
  const kept = now.ui['tags'];
  const tags = (Array.isArray(kept) ? kept : []).filter((one): one is string => typeof one === 'string');
  for (const { value } of of('tag')) {
    const known = tags.some((one) => one.toLowerCase() === value.toLowerCase());
    count('tag', !known);
    if (!known) tags.push(value);
  }
  const ui: Settings['ui'] = tags.length > 0 ? { ...now.ui, tags } : { ...now.ui };
  const chosen: Record<string, unknown> = {};
  for (const { value } of fresh ? of('settings') : []) {
    const { composeRich, searchIn, ...rest } = value;
    for (const [key, saved] of Object.entries(rest)) {
      const usual = USUAL[key];
      if (now[key] === usual && saved !== usual) chosen[key] ??= saved;
    }
    if (composeRich !== undefined) ui['composeRich'] ??= composeRich;
    if (searchIn !== undefined) ui['searchIn'] ??= searchIn;
  }
  if (Object.keys(chosen).length > 0) count('settings', true);
  return { ...chosen, ui };
}
