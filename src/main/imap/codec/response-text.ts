import type { BodyStructure, ImapAddress, ImapEnvelope, WireAttributes } from '../types';
import { encodeLatin1 } from './bytes';
import { envelopeAt, parseAddresses, parseEnvelope } from './parse-envelope';
import { parseStructure } from './parse-structure';
import type { StreamedLiteral } from './framer';
import { Reader } from './reader';

const NONE: readonly StreamedLiteral[] = [];

/** The attributes of one FETCH response that were found by `SpanFinder`, read when they are asked for. */
export class ResponseText implements WireAttributes {
  envelope: readonly number[] | null = null;
  structure: readonly number[] | null = null;
  header: readonly [number, number] | null = null;

  constructor(
    readonly text: string,
    private readonly bytes: Uint8Array,
    /** The parser's own: it reads nothing of its own while somebody asks. */
    private readonly reader: Reader,
  ) {}

  readEnvelope(): ImapEnvelope {
    const at = this.envelope ?? [];
    // The first field stands behind the parenthesis.
    return envelopeAt(this.text, at) ?? parseEnvelope(this.readerAt((at[0] ?? 0) - 1));
  }

  readStructure(): BodyStructure {
    return parseStructure(this.readerAt(this.structure?.[0] ?? 0));
  }

  private readerAt(pos: number): Reader {
    const { reader } = this;
    reader.reset(this.bytes, NONE, this.text);
    reader.pos = pos;
    return reader;
  }

  /** The addresses of a list as it stands in an ENVELOPE, found by `SpanFinder`. They keep no response alive. */
  static readAddresses(list: string): readonly ImapAddress[] {
    const reader = new Reader();
    reader.reset(encodeLatin1(list), []);
    return parseAddresses(reader);
  }
}
