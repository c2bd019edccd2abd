import { tagOfKeyword } from '@shared/model/tag';
import { t } from '../../i18n';
import { updateSettings, useEngineState } from '../../state/engine-state';

/** Keywords that other clients set for themselves and nobody wants to read. */
const HIDDEN =
  /^(\$(?:mdnsent|forwarded|submitted|submitpending|junk|notjunk|phishing|mailflagbit\d|x-me-annot-\d)|(?:non)?junk|old|recent)$/i;

/** Thunderbird's five labels, which every client that has tags shows, with the colours people know them by. */
const LABELS: ReadonlyMap<string, number> = new Map([
  ['$label1', 5],
  ['$label2', 1],
  ['$label3', 2],
  ['$label4', 0],
  ['$label5', 4],
]);
const COLORS = 8;
/** Tags of one's own that are offered again. */
const MAX_KEPT = 24;

/** A keyword as a tag people read, or null when it is none of theirs. */
export function tagLabel(keyword: string): string | null {
  if (HIDDEN.test(keyword)) return null;
  const label = keyword.toLowerCase();
  return LABELS.has(label) ? t(`list.tag.${label.slice(1)}`) : tagOfKeyword(keyword);
}

/** Which of the eight colours a tag has: always the same one, on every computer. */
export function tagColor(keyword: string): number {
  const name = keyword.toLowerCase();
  const known = LABELS.get(name);
  if (known !== undefined) return known;
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return sum % COLORS;
}

const keptTags = (ui: Readonly<Record<string, unknown>>): readonly string[] => {
  const kept = ui['tags'];
  return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
};

/** Keywords to choose from: the five that everybody has, those used lately, and those of the messages themselves. */
export function offeredTags(ui: Readonly<Record<string, unknown>>, there: readonly string[]): string[] {
  const offered = new Map<string, string>();
  for (const keyword of [...LABELS.keys(), ...keptTags(ui), ...there]) {
    const name = keyword.toLowerCase();
    if (!offered.has(name) && tagLabel(keyword) !== null) offered.set(name, keyword);
  }
  return [...offered.values()];
}

/** Offers a tag again, on this computer. */
export function rememberTag(keyword: string): void {
  if (LABELS.has(keyword.toLowerCase())) return;
  const { ui } = useEngineState.getState().settings;
  const kept = keptTags(ui);
  if (kept[0] === keyword) return;
  const tags = [keyword, ...kept.filter((one) => one.toLowerCase() !== keyword.toLowerCase())];
  updateSettings({ ui: { ...ui, tags: tags.slice(0, MAX_KEPT) } });
}
