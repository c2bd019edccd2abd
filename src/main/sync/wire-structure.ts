import { MAX_FILES } from '@shared/search/line';
import { PART, type WireAttributes } from '../imap';

/** Of a structure straight from the response: its text in a row, and whether there are attachments, where that is plain. */
export interface WireStructure {
  readonly text: string;
  readonly attachment: boolean | null;
  /** Names of its parts (`fileNames`). */
  readonly files: string;
}

/**
 * The text of a usual BODYSTRUCTURE in a row, straight from the response: the same as `partText` makes of the parsed and
 * converted one. Null where it takes a closer look: characters that JSON would escape, encoded words, parameters in
 * pieces (RFC 2231) or twice.
 */
export function wireStructure(wire: WireAttributes): WireStructure | null {
  if (wire.structure === null || wire.structure[1] !== 0) return null;
  const walk = new Walk(wire.text, wire.structure);
  const root = walk.part('');
  return root === null ? null : { text: root.text, attachment: attachments(root), files: root.files };
}

interface Part {
  readonly text: string;
  /** `text/plain`; lower case. */
  readonly type: string;
  /** Lower case, '' for none. */
  readonly disposition: string;
  readonly files: string;
  readonly children: readonly Part[];
}

/** As `hasAttachment` says it of the forms that most mail has; null for the others. */
function attachments({ type, disposition, children }: Part): boolean | null {
  if (type === 'text/plain' || type === 'text/html') return disposition === 'attachment' ? null : false;
  if (type === 'multipart/alternative') {
    const two = children.length === 2;
    return two && children[0]?.type === 'text/plain' && children[1]?.type === 'text/html' ? false : null;
  }
  // Nobody shows an application's file in the text.
  const file = (child: Part): boolean =>
    child.type.startsWith('application/') && !child.type.endsWith('-signature');
  return type === 'multipart/mixed' && children.some(file) ? true : null;
}

/** A leaf as far as its size: the same few are in nearly all mail. Started anew when it is full. */
const leaves = new Map<string, Leaf>();
const MAX_LEAVES = 512;
const MAX_WRITTEN = 160;
interface Leaf {
  readonly text: string;
  readonly type: string;
  readonly file: string;
}

const NONE: readonly Part[] = [];

class Walk {
  private next = 2;

  constructor(
    private readonly text: string,
    private readonly at: readonly number[],
  ) {}

  private number(): number {
    return this.at[this.next++] as number;
  }

  /** The next two numbers are where a piece begins and ends. */
  private cut(): string {
    const from = this.number();
    return this.text.slice(from, this.number());
  }
  private string(): string {
    const from = this.number();
    const to = this.number();
    return to === 0 ? '' : this.text.slice(from + 1, to - 1);
  }

  /** @param prefix the section, or for a multipart at the root ''. */
  part(section: string): Part | null {
    return this.number() === PART.leaf ? this.leaf(section === '' ? '1' : section) : this.multipart(section);
  }

  private leaf(section: string): Part | null {
    const { at, next } = this;
    // Type, subtype, parameters, id, encoding: ten numbers; then size and disposition.
    const written = this.text.slice(at[next], at[next + 9]);
    const disposition = at[next + 13] === 0 ? null : this.text.slice(at[next + 12], at[next + 13]);
    const leaf =
      (disposition === null ? leaves.get(written) : undefined) ?? this.newLeaf(written, disposition);
    if (leaf === null) return null;
    this.next = next + 14;
    const size = this.text.slice(at[next + 10], at[next + 11]);
    return {
      text: `["${section}",${leaf.text}${size}]`,
      type: leaf.type,
      disposition: disposition === null ? '' : dispositionOf(disposition),
      files: leaf.file,
      children: NONE,
    };
  }

  private newLeaf(written: string, disposition: string | null): Leaf | null {
    const type = `${this.string()}/${this.string()}`.toLowerCase();
    const parameters = new Parameters(this.cut());
    const id = this.string();
    const encoding = this.string().toLowerCase();
    const of = new Parameters(disposition === null ? '' : parametersOf(disposition));
    if (!parameters.plain || !of.plain) return null;
    const file = of.filename || parameters.name;
    const leaf: Leaf = {
      type,
      file,
      text:
        `"${type}",${parameters.text},"${disposition === null ? '' : dispositionOf(disposition)}",` +
        `"${file}","${id.replace(/^<|>$/g, '')}","${encoding}",`,
    };
    if (disposition === null && written.length <= MAX_WRITTEN) {
      if (leaves.size >= MAX_LEAVES) leaves.clear();
      leaves.set(written.split('').join(''), leaf);
    }
    return leaf;
  }

  private multipart(section: string): Part | null {
    const count = this.number();
    const children: Part[] = [];
    let inner = '';
    for (let n = 1; n <= count; n++) {
      const child = this.part(section === '' ? String(n) : `${section}.${String(n)}`);
      if (child === null) return null;
      children.push(child);
      inner += n === 1 ? child.text : `,${child.text}`;
    }
    const type = `multipart/${this.string()}`.toLowerCase();
    const parameters = new Parameters(this.cut());
    const written = this.cut();
    const disposition = written === '' ? '' : dispositionOf(written);
    const of = new Parameters(written === '' ? '' : parametersOf(written));
    if (!parameters.plain || !of.plain) return null;
    const file = of.filename || parameters.name;
    return {
      files: withNames(file, children),
      text:
        `["${section}","${type}",${parameters.text},"${disposition}","${file}",` + `"","7bit",0,[${inner}]]`,
      type,
      disposition,
      children,
    };
  }
}

/** As `fileNames`. */
function withNames(own: string, children: readonly Part[]): string {
  let names = own;
  for (const { files } of children.slice(0, MAX_FILES))
    if (files !== '') names += names === '' ? files : ` ${files}`;
  return names;
}

/** `("attachment" ("filename" "x"))`: the word in front. */
const dispositionOf = (written: string): string => written.slice(2, written.indexOf('"', 2)).toLowerCase();

/** And what stands behind it. */
const parametersOf = (written: string): string => written.slice(written.indexOf('" ') + 2, -1);

/** Parameters as they stand on the wire; there is no escape in them, so every `"` begins or ends a string. */
class Parameters {
  readonly plain: boolean;
  /** In a row. */
  readonly text: string;
  readonly name: string = '';
  readonly filename: string = '';

  /** @param written `("charset" "utf-8")`; NIL or nothing for none. */
  constructor(written: string) {
    if (!written.startsWith('(')) {
      this.plain = true;
      this.text = '0';
      return;
    }
    const pieces = written.split('"');
    let text = '';
    const names: string[] = [];
    for (let i = 1; i + 2 < pieces.length; i += 4) {
      const name = (pieces[i] as string).toLowerCase();
      const value = pieces[i + 2] as string;
      if (!/^[a-z][a-z-]*$/.test(name) || names.includes(name)) names.push('*');
      names.push(name);
      if (name === 'name') this.name = value;
      if (name === 'filename') this.filename = value;
      text += `${i === 1 ? '' : ','}"${name}":"${value}"`;
    }
    this.plain = !names.includes('*');
    this.text = `{${text}}`;
  }
}
