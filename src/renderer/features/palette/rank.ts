/** How well typed letters fit a title: 0 not at all; higher is better. Whole words beat scattered letters. */
export function fit(title: string, typed: string): number {
  const text = title.toLocaleLowerCase();
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === '') return 1;
  if (text.startsWith(wanted)) return 100;
  const words = text.split(/[\s\-_/…]+/);
  if (words.some((word) => word.startsWith(wanted))) return 80;
  const parts = wanted.split(/\s+/);
  if (parts.length > 1 && parts.every((part) => words.some((word) => word.startsWith(part)))) return 70;
  if (text.includes(wanted)) return 50;
  if (
    words
      .map(([first]) => first ?? '')
      .join('')
      .startsWith(wanted)
  )
    return 40;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return 0;
  }
  return wanted.length > 2 ? 10 : 0;
}
