import type { Address, BodyPart, MessageRow } from '../model/message';

/** Between the fields of a search line. */
export const SEPARATOR = '\u0001';
export const SEPARATOR_OCTET = 1;
/** How many fields a line has that ends with these. */
export const FIELDS = { to: 3, others: 4, list: 5, files: 6 } as const;
/** Senders and recipients of one message that a search looks at. */
export const MAX_PEOPLE = 60;
/** Parts of one multipart whose names it looks at. */
export const MAX_FILES = 30;

/**
 * What a search scans of one message, in lower case: subject, From, To, Cc and Bcc, List-Id, names of attachments, each
 * after a U+0001. Empty fields at the end are left out. No line feed inside.
 */
export function searchLine({ envelope, structure }: Pick<MessageRow, 'envelope' | 'structure'>): string {
  const { subject, from, to, cc, bcc, extra } = envelope;
  let left = MAX_PEOPLE;
  const people = (list: readonly Address[]): string => {
    let text = '';
    for (const { name, address } of list) {
      if (left-- <= 0) break;
      text += text === '' ? `${name} ${address}` : ` ${name} ${address}`;
    }
    return text;
  };
  let line = `${subject}${SEPARATOR}${people(from)}${SEPARATOR}${people(to)}`;
  const others = people(cc) + (bcc.length > 0 ? ` ${people(bcc)}` : '');
  const list = listField(extra);
  if (others !== '' || list !== '') line += SEPARATOR + others;
  if (list !== '') line += SEPARATOR + list;
  return withFiles(searchable(line), structure === null ? '' : fileNames(structure));
}

/** The List-Id as a field of its own: what separates fields is no part of it. */
export const listField = (extra: MessageRow['envelope']['extra']): string =>
  (extra['list-id'] ?? '').replaceAll(SEPARATOR, ' ').trim();

/** Lower case, in one line. */
export const searchable = (text: string): string =>
  (text.includes('\n') ? text.replaceAll('\n', ' ') : text).toLowerCase();

/** A line that has no names of attachments yet, with these. */
export function withFiles(line: string, files: string): string {
  if (files === '') return line;
  const fields = line.split(SEPARATOR).length;
  return line + SEPARATOR.repeat(FIELDS.files - fields) + searchable(files);
}

/** Names of the parts, '' for none; most messages have none, and nothing is made for them. */
export function fileNames({ filename, children }: BodyPart): string {
  let names = filename;
  for (let i = 0; i < children.length && i < MAX_FILES; i++) {
    const own = fileNames(children[i] as BodyPart);
    if (own !== '') names += names === '' ? own : ` ${own}`;
  }
  return names;
}
