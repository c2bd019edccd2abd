/** Keywords that other clients set for themselves and nobody wants to read. */
const HIDDEN =
  /^(\$(?:mdnsent|forwarded|submitted|submitpending|junk|notjunk|phishing|mailflagbit\d|x-me-annot-\d)|(?:non)?junk|old|recent)$/i;

/** What Thunderbird's five labels are called in every client that shows them. */
const LABELS: Record<string, string> = {
  $label1: 'Important',
  $label2: 'Work',
  $label3: 'Personal',
  $label4: 'To do',
  $label5: 'Later',
};

/** A keyword as a tag people read, or null when it is none of theirs. */
export function tagLabel(keyword: string): string | null {
  if (HIDDEN.test(keyword)) return null;
  return LABELS[keyword.toLowerCase()] ?? keyword.replace(/^\$/, '').replace(/_/g, ' ');
}
