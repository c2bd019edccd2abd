import type { AccountConfig } from '@shared/contract/account';
import type { Settings } from '@shared/contract/engine-api';
import { type DateForms, dateForms } from '@shared/search/dates';
import { parseSearch } from '@shared/search/parse';
import { printSearch } from '@shared/search/print';
import {
  EVERYTHING,
  isEverything,
  mapTerms,
  type ParsedSearch,
  type SearchNode,
  termsOf,
} from '@shared/search/query';
import { fold } from '@shared/search/fold';
import { withUmlauts } from '@shared/search/spelling';
import type { AccountId } from '@shared/model/ids';
import { readLocales, t } from '../i18n';
import { updateSettings, useEngineState, useSettings } from './engine-state';
import type { Place, Scope } from './selection';

/** Made once: it asks for the names of months in each language. */
let forms: { readonly of: string; readonly dates: DateForms } | null = null;

/** Reads what was typed here: dates also as the reader's languages write them. */
export function parseTyped(text: string): ParsedSearch {
  const locales = readLocales();
  const of = locales.join(' ');
  if (forms?.of !== of) forms = { of, dates: dateForms(locales) };
  return parseSearch(text, forms.dates);
}

/** Where one searches: the place one is in, its account, or everything. */
export type SearchIn = 'here' | 'account' | 'everywhere';
const CHOICES: readonly SearchIn[] = ['here', 'account', 'everywhere'];

/** Searches that are offered again. */
const MAX_RECENT = 12;

/** The last choice, kept on this computer. People who look for a mail look for it everywhere until they say otherwise. */
export const useSearchIn = (): SearchIn => choiceIn(useSettings());

/** The same outside of components. */
export const searchedIn = (): SearchIn => choiceIn(useEngineState.getState().settings);

function choiceIn({ ui }: Settings): SearchIn {
  return CHOICES.find((choice) => choice === ui['searchIn']) ?? 'everywhere';
}

export function searchIn(choice: SearchIn): void {
  updateSettings({ ui: { ...useEngineState.getState().settings.ui, searchIn: choice } });
}

/** What was searched for lately, newest first. */
export function useRecentSearches(): readonly string[] {
  const kept = useSettings().ui['recentSearches'];
  return Array.isArray(kept) ? kept.filter((text): text is string => typeof text === 'string') : [];
}

/** Keeps a search that led somewhere, on this computer only. */
export function rememberSearch(text: string): void {
  const wanted = text.trim();
  const { ui } = useEngineState.getState().settings;
  const kept = Array.isArray(ui['recentSearches']) ? (ui['recentSearches'] as unknown[]) : [];
  if (wanted === '' || kept[0] === wanted) return;
  const recentSearches = [wanted, ...kept.filter((other) => other !== wanted)].slice(0, MAX_RECENT);
  updateSettings({ ui: { ...ui, recentSearches } });
}

export function forgetSearches(): void {
  updateSettings({ ui: { ...useEngineState.getState().settings.ui, recentSearches: [] } });
}

/** The account of a place, null where there is none of its own. */
export function accountOf(place: Place): AccountId | null {
  if (place.kind !== 'mail') return null;
  const { scope } = place;
  if (scope.kind === 'all') return scope.account;
  if (scope.kind !== 'mailbox') return null;
  return useEngineState.getState().mailboxes.find(({ id }) => id === scope.mailbox)?.account ?? null;
}

/** Junk and trash are in no search of everything: who is there looks there. */
export function isApart(place: Place): boolean {
  if (place.kind !== 'mail') return false;
  const { scope } = place;
  const { mailboxes } = useEngineState.getState();
  const role =
    scope.kind === 'role'
      ? scope.role
      : scope.kind === 'mailbox'
        ? mailboxes.find(({ id }) => id === scope.mailbox)?.role
        : null;
  return role === 'junk' || role === 'trash';
}

/** What a typed search asks of store and servers: its text in their terms, and where they look. */
export interface WantedSearch {
  readonly text: string;
  readonly scope: Scope;
  /** It looks only through what the saved search finds that one is in. */
  readonly isWithin: boolean;
}

export interface TypedSearch {
  readonly typed: string;
  readonly place: Place & { readonly kind: 'mail' };
  readonly where: SearchIn;
  readonly accounts: readonly AccountConfig[];
  /** What the saved search says that one is in; '' for none. */
  readonly within: string;
}

/**
 * Null when nothing is asked for yet.
 * A query that names folders or accounts looks everywhere; accounts and "me" are put as what they stand for.
 */
export function wantedSearch({ typed, place, where, accounts, within }: TypedSearch): WantedSearch | null {
  const { node } = parseTyped(typed);
  const base = within === '' ? EVERYTHING : parseTyped(within).node;
  if (isEverything(node)) {
    if (isEverything(base)) return null;
    return { text: printSearch(resolved(base, accounts)), scope: place.scope, isWithin: true };
  }
  const named = [...termsOf(node)].some(({ kind }) => kind === 'in' || kind === 'account');
  const account = accountOf(place);
  const here = isApart(place) && !named;
  const scope: Scope =
    !here && (named || where === 'everywhere')
      ? { kind: 'all', account: null }
      : !here && where === 'account' && account !== null
        ? { kind: 'all', account }
        : place.scope;
  const isWithin = scope === place.scope && !isEverything(base) && (here || where === 'here');
  const whole: SearchNode = isWithin ? { kind: 'and', all: [base, node] } : node;
  return { text: printSearch(resolved(whole, accounts)), scope, isWithin };
}

/** Languages whose readers write "ue" where a keyboard has no ü. */
const WRITE_UMLAUTS_OUT = /^(?:de|gsw|lb)\b/;

/** Tags that all programs have by the same keyword, each in the words of its language. */
const AGREED_TAGS = ['label1', 'label2', 'label3', 'label4', 'label5'] as const;

function resolved(node: SearchNode, accounts: readonly AccountConfig[]): SearchNode {
  return mapTerms(node, (term) => {
    if (term.kind === 'account') {
      const wanted = fold(term.name);
      const named = accounts.filter(
        ({ label, identities }) =>
          fold(label).startsWith(wanted) || identities.some(({ address }) => fold(address).includes(wanted)),
      );
      return named.length === 0
        ? term
        : { kind: 'or', any: named.map(({ id }) => ({ kind: 'account', name: id })) };
    }
    if (term.kind === 'keyword') {
      const wanted = fold(term.name);
      const agreed = AGREED_TAGS.filter((tag) => fold(t(`list.tag.${tag}`)) === wanted);
      const keywords = agreed.map((tag): SearchNode => ({ kind: 'keyword', name: `$${tag}` }));
      return keywords.length === 0 ? term : { kind: 'or', any: [term, ...keywords] };
    }
    if (term.kind === 'text' && readLocales().some((locale) => WRITE_UMLAUTS_OUT.test(locale))) {
      const text = withUmlauts(term.text);
      return text === null ? term : { kind: 'or', any: [term, { ...term, text }] };
    }
    const isMe = term.kind === 'text' && !term.phrase && fold(term.text) === 'me';
    if (!isMe || (term.field !== 'from' && term.field !== 'to' && term.field !== 'cc')) return term;
    const mine = new Set(accounts.flatMap(({ identities }) => identities.map(({ address }) => address)));
    return mine.size === 0 ? term : { kind: 'or', any: [...mine].map((text) => ({ ...term, text })) };
  });
}
