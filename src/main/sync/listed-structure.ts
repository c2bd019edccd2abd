import type { Section } from '@shared/model/ids';
import type { BodyPart } from '@shared/model/message';
import { partText } from '@shared/model/row-text';
import { fileNames } from '@shared/search/line';
import type { BodyStructure, FetchedMessage, Params } from '../imap';
import { parseParameters } from '../mime/parse-params';
import { hasAttachment } from '../mime/select-texts';
import { PLAIN } from './listed-envelope';

/** What a list keeps of a body structure. */
export interface ListedStructure {
  /** The structure in a row (`partText`, or `null`). */
  readonly text: string;
  /** Whether the list shows a paper clip. */
  readonly attachment: boolean;
  /** Names of its parts, '' for none. */
  readonly files: string;
}

const NONE: ListedStructure = { text: 'null', attachment: false, files: '' };

export function listedStructure(message: FetchedMessage): ListedStructure {
  return message.structure?.ok ? ofStructure(message.structure.value) : NONE;
}

export function ofStructure(structure: BodyStructure): ListedStructure {
  const part = convertStructure(structure);
  return { text: partText(part), attachment: hasAttachment(part), files: fileNames(part) };
}

/** The server's BODYSTRUCTURE in Tern's shape: file names decoded, nothing trusted as a path. */
function convertStructure(part: BodyStructure): BodyPart {
  return {
    section: part.section as Section,
    type: `${part.type}/${part.subtype}`.toLowerCase(),
    params: plainParameters(part.params),
    disposition: part.disposition?.type ?? '',
    filename: parameter(part.disposition?.params ?? [], 'filename') || parameter(part.params, 'name'),
    contentId: part.id === null || part.id === '' ? '' : part.id.replace(/^<|>$/g, ''),
    encoding: part.encoding,
    size: part.size,
    children: part.children.map(convertStructure),
  };
}

function plainParameters(params: Params): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of params) if (name !== '__proto__' && !name.includes('*')) out[name] = value;
  return out;
}

/** A parameter as people read it: RFC 2231 pieces joined, encoded words decoded. '' when absent. */
function parameter(params: Params, name: string): string {
  if (!params.some(([key]) => key.startsWith(name))) return '';
  const own = params.filter(([key]) => key === name || key.startsWith(`${name}*`));
  const plain = own.length === 1 && own[0]?.[0] === name ? (own[0]?.[1] ?? '') : null;
  if (plain !== null && PLAIN.test(plain) && !plain.includes('=?')) return plain;
  if (own.length === 0) return '';
  const quoted = own.map(([key, value]) => `${key}="${value.replace(/["\\]/g, '\\$&')}"`);
  return parseParameters(`x/x; ${quoted.join('; ')}`).params[name] ?? '';
}
