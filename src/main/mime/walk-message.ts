import { section } from '@shared/model/ids';
import type { BodyPart } from '@shared/model/message';
import { fromUtf8, toUtf8 } from './bytes';
import { cleanLine } from './clean-text';
import type { Headers } from './parse-headers';
import { parseHeaders } from './parse-headers';
import { parseParameters } from './parse-params';

/** Security.md M-02; a part that would go deeper is a leaf, so that its bytes can still be reached. */
export const MAX_DEPTH = 100;
export const MAX_PARTS = 10_000;
const MAX_BOUNDARY_LINE = 2000;

export interface WalkedMessage {
  readonly headers: Headers;
  readonly structure: BodyPart;
  /** Where each leaf's encoded bytes are, by section. */
  readonly ranges: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
  /**
   * Codes: `too-deep`, `too-many-parts`, `missing-boundary`, `missing-end`, `parts-after-end`, `ambiguous-header`,
   * those of `parseHeaders`.
   */
  readonly notices: readonly string[];
}

interface Node {
  type: string;
  params: Readonly<Record<string, string>>;
  disposition: string;
  filename: string;
  contentId: string;
  encoding: string;
  language: readonly string[];
  children: Node[];
  start: number;
  end: number;
  /** Set on multiparts only. */
  boundary: string | null;
  closed: boolean;
}

interface Delimiter {
  /** Of the multipart in the open entities. */
  readonly depth: number;
  readonly closing: boolean;
  readonly lineEnd: number;
}

/**
 * Takes a whole message apart in one pass over its lines, without recursion: every line that starts with `--` is
 * looked up among the boundaries that are open. Time is linear in the size, whatever the nesting. Section numbers are
 * those of IMAP (RFC 9051 §6.4.5.1); the multipart inside of an embedded message is `<section>.TEXT`.
 */
export function walkMessage(bytes: Uint8Array): WalkedMessage {
  return new Walk(bytes).run();
}

class Walk {
  readonly #bytes: Uint8Array;
  readonly #notices = new Set<string>();
  readonly #ranges = new Map<string, { start: number; end: number }>();
  /** The entities that are being read, outermost first. */
  readonly #open: Node[] = [];
  /** Open boundaries by their text: depths in `#open`, innermost last. */
  readonly #boundaries = new Map<string, number[]>();
  /** How many open boundaries start with a byte. */
  readonly #firstBytes = new Uint8Array(256);
  #parts = 0;
  #headers: Headers | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  run(): WalkedMessage {
    const { root, next } = this.#enter(0, null);
    this.#scan(next);
    this.#closeFrom(0, this.#bytes.length);
    const headers = this.#headers ?? parseHeaders(new Uint8Array(0));
    const structure = this.#number(root);
    return { headers, structure, ranges: this.#ranges, notices: [...this.#notices] };
  }

  /** Reads the headers at `at` and opens the entity, and those inside of it as long as they are embedded messages. */
  #enter(at: number, parent: Node | null): { root: Node; next: number } {
    let root: Node | null = null;
    let above = parent;
    let next = at;
    for (;;) {
      const headers = parseHeaders(this.#bytes, next, this.#bytes.length, (at) => this.#match(at) !== null);
      for (const notice of headers.notices) this.#notices.add(notice);
      this.#headers ??= headers;
      const node = this.#nodeOf(headers, above);
      this.#parts++;
      root ??= node;
      above?.children.push(node);
      next = headers.bodyStart;
      node.start = next;
      this.#open.push(node);
      if (node.boundary !== null) {
        const depths = this.#boundaries.get(node.boundary);
        if (depths) depths.push(this.#open.length - 1);
        else this.#boundaries.set(node.boundary, [this.#open.length - 1]);
        this.#countFirst(node.boundary, 1);
      }
      if (node.type !== 'message/rfc822' && node.type !== 'message/global') return { root, next };
      if (!this.#mayGoDeeper() || !IDENTITY.has(node.encoding)) return { root, next };
      above = node;
    }
  }

  /** The next line at or behind `at` that starts with `--`, or −1. */
  #dashesFrom(at: number): number {
    const here = at === 0 || this.#bytes[at - 1] === 0x0a;
    if (here && this.#bytes[at] === 0x2d && this.#bytes[at + 1] === 0x2d) return at;
    let lf = this.#bytes.indexOf(0x0a, Math.max(0, at - 1));
    while (lf >= 0 && (this.#bytes[lf + 1] !== 0x2d || this.#bytes[lf + 2] !== 0x2d)) {
      lf = this.#bytes.indexOf(0x0a, lf + 1);
    }
    return lf < 0 ? -1 : lf + 1;
  }

  #nodeOf(headers: Headers, parent: Node | null): Node {
    for (const name of ['content-type', 'content-transfer-encoding', 'content-disposition']) {
      if (headers.all(name).length > 1) this.#notices.add('ambiguous-header');
    }
    const fallback = parent?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    const { value, params } = parseParameters(headers.first('content-type') || fallback);
    const disposition = parseParameters(headers.first('content-disposition'));
    let type = TYPE.test(value)
      ? value
      : value.startsWith('text')
        ? 'text/plain'
        : 'application/octet-stream';
    const boundary = params['boundary'] ?? '';
    if (type.startsWith('multipart/')) {
      if (boundary === '') {
        this.#notices.add('missing-boundary');
        type = 'text/plain';
      } else if (!this.#mayGoDeeper()) type = 'application/octet-stream';
    }
    return {
      type,
      params,
      disposition: disposition.value === '' ? '' : disposition.value === 'inline' ? 'inline' : 'attachment',
      filename: disposition.params['filename'] ?? params['name'] ?? '',
      contentId: cleanLine(headers.first('content-id')).replace(/^<|>$/g, ''),
      encoding:
        headers
          .first('content-transfer-encoding')
          .split(/[\s;(]/)[0]
          ?.toLowerCase() || '7bit',
      language: headers
        .first('content-language')
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      children: [],
      start: 0,
      end: 0,
      boundary: type.startsWith('multipart/') ? boundary : null,
      closed: false,
    };
  }

  #mayGoDeeper(): boolean {
    if (this.#open.length >= MAX_DEPTH) this.#notices.add('too-deep');
    return this.#open.length < MAX_DEPTH;
  }

  #scan(from: number): void {
    let line = this.#dashesFrom(from);
    while (line >= 0) {
      const hit = this.#match(line);
      line = this.#dashesFrom(hit ? this.#pass(line, hit) : line + 2);
    }
  }

  /** Acts on a delimiter line; returns where to go on. */
  #pass(line: number, { depth, closing, lineEnd }: Delimiter): number {
    const multipart = this.#open[depth] as Node;
    if (!closing && this.#parts >= MAX_PARTS) {
      // Not opened: the bytes stay reachable as the end of the last part.
      this.#notices.add('too-many-parts');
      return lineEnd;
    }
    this.#closeFrom(depth + 1, this.#contentEnd(line));
    if (closing) {
      multipart.closed = true;
      return lineEnd;
    }
    if (multipart.closed) this.#notices.add('parts-after-end');
    return this.#enter(lineEnd, multipart).next;
  }

  /** The open multipart whose delimiter is this line, if any. White space behind it is allowed, nothing else. */
  #match(line: number): Delimiter | null {
    if (this.#boundaries.size === 0 || !this.#mayBegin(line + 2)) return null;
    const eol = this.#bytes.indexOf(0x0a, line);
    const lineEnd = eol < 0 ? this.#bytes.length : eol + 1;
    if (lineEnd - line > MAX_BOUNDARY_LINE) return null;
    // Boundaries were decoded as text; reading the line the same way makes odd ones comparable.
    const text = cleanLine(fromUtf8(this.#bytes.subarray(line + 2, lineEnd)));
    for (const closing of [false, true]) {
      if (closing && !text.endsWith('--')) continue;
      const depth = this.#boundaries.get(closing ? text.slice(0, -2).trimEnd() : text)?.at(-1);
      if (depth !== undefined) return { depth, closing, lineEnd };
    }
    return null;
  }

  #countFirst(boundary: string, change: 1 | -1): void {
    const byte = toUtf8(boundary.slice(0, 2))[0] ?? 0;
    this.#firstBytes[byte] = (this.#firstBytes[byte] ?? 0) + change;
  }

  /** Whether any open boundary starts with this byte: spares most lines of dashes the closer look. */
  #mayBegin(at: number): boolean {
    let first = at;
    while (first < at + 4 && (this.#bytes[first] === 0x20 || this.#bytes[first] === 0x09)) first++;
    return (this.#firstBytes[this.#bytes[first] ?? 0] ?? 0) > 0;
  }

  /** The line break before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
  #contentEnd(line: number): number {
    if (line === 0) return 0;
    return this.#bytes[line - 2] === 0x0d ? line - 2 : line - 1;
  }

  #closeFrom(depth: number, end: number): void {
    while (this.#open.length > depth) {
      const node = this.#open.pop() as Node;
      node.end = Math.max(node.start, end);
      if (node.boundary === null) continue;
      if (!node.closed) this.#notices.add('missing-end');
      const depths = this.#boundaries.get(node.boundary);
      depths?.pop();
      if (depths?.length === 0) this.#boundaries.delete(node.boundary);
      this.#countFirst(node.boundary, -1);
      if (node.children.length > 0) continue;
      // Its boundary never came: as a multipart its bytes would be out of reach.
      this.#notices.add('missing-boundary');
      node.type = 'text/plain';
      node.boundary = null;
    }
  }

  /** Gives out the section numbers; iterative, since it may be a hundred deep. */
  #number(root: Node): BodyPart {
    const done = new Map<Node, BodyPart>();
    const tasks: { node: Node; name: string; inner: string; seen: boolean }[] = [
      {
        node: root,
        name: root.boundary === null ? '1' : '',
        inner: root.boundary === null ? '1' : '',
        seen: false,
      },
    ];
    while (tasks.length > 0) {
      const task = tasks.at(-1) as (typeof tasks)[number];
      const { node } = task;
      if (!task.seen) {
        task.seen = true;
        node.children.forEach((child, i) => tasks.push(this.#taskFor(task, child, i)));
        continue;
      }
      tasks.pop();
      const children = node.children.map((child) => done.get(child) as BodyPart);
      if (node.boundary === null) this.#ranges.set(task.name, node);
      done.set(node, {
        section: section(task.name),
        type: node.type,
        params: node.params,
        disposition: node.disposition,
        filename: node.filename,
        contentId: node.contentId,
        encoding: node.encoding,
        size: node.end - node.start,
        ...(node.language.length > 0 ? { language: node.language } : {}),
        children,
      });
    }
    return done.get(root) as BodyPart;
  }

  #taskFor(
    parent: { node: Node; inner: string },
    child: Node,
    index: number,
  ): { node: Node; name: string; inner: string; seen: boolean } {
    const prefix = parent.inner === '' ? '' : `${parent.inner}.`;
    if (parent.node.boundary === null && child.boundary !== null) {
      return { node: child, name: `${prefix}TEXT`, inner: parent.inner, seen: false };
    }
    const name = `${prefix}${index + 1}`;
    return { node: child, name, inner: name, seen: false };
  }
}

const TYPE = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/;
const IDENTITY = new Set(['7bit', '8bit', 'binary', '']);
