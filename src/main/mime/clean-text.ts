/**
 * Characters that let a sender forge what a line of text looks like: C0 and C1 controls, soft hyphen, zero-width and
 * BiDi marks, overrides and isolates, byte-order marks, tag characters, line and paragraph separators (security.md
 * §2.5). Joiners are judged by their neighbours.
 */
const HARMFUL =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** What nearly every header is: words of ASCII with one space between. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const SCRIPTS_THAT_JOIN =
  /[\p{Extended_Pictographic}\p{M}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Tamil}\p{Emoji_Modifier}]$/u;

/**
 * One line of text fit to be shown next to trusted text: forging characters removed, white space made single spaces.
 * Zero-width joiners stay inside emoji and the scripts that are spelled with them.
 */
export function cleanLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(HARMFUL, (character, at: number) => {
      if (character === '\t' || character === '\n' || character === '\r') return ' ';
      const joiner = character === '\u200c' || character === '\u200d';
      return joiner && SCRIPTS_THAT_JOIN.test(text.slice(Math.max(0, at - 2), at)) ? character : '';
    })
    .replace(/\s+/gu, ' ')
    .trim();
}
