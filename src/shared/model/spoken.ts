/** The languages that Tern's texts are written in, by BCP 47 tag; English first, which stands in for what another lacks. */
export const SPOKEN = ['en', 'cs', 'de', 'es', 'fr'] as const;
export type Spoken = (typeof SPOKEN)[number];

/** The language of a tag without region and script: "de" of "de-AT". */
export const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

const known = (base: string): Spoken | undefined => SPOKEN.find((language) => language === base);

/**
 * The language to speak.
 *
 * @param chosen a tag from the settings; '' follows the system, and one that is not spoken is English
 * @param system the tags that the system reads, best first
 */
export function spokenOf(chosen: string, system: readonly string[]): Spoken {
  if (chosen !== '') return known(chosen) ?? 'en';
  for (const tag of system) {
    const language = known(baseOf(tag));
    if (language !== undefined) return language;
  }
  return 'en';
}

/** The tags of an `Accept-Language` header (RFC 9110 §12.5.4), best first. A request names a handful; more are left out. */
export function acceptedTags(header: string | undefined): readonly string[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const q = parameters.find((one) => one.startsWith('q='));
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ tag, weight }) => /^[A-Za-z0-9-]+$/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
