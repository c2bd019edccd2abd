import type { BodyStructure, ImapEnvelope, WireAttributes } from '../types';
import { envelopeAt, parseEnvelope } from './parse-envelope';
import { parseStructure } from './parse-structure';
import type { StreamedLiteral } from './framer';
import type { Reader } from './reader';

const NONE: readonly StreamedLiteral[] = [];

/** The attributes of one FETCH response that were found by `SpanFinder`, read when they are asked for. */
export class ResponseText implements WireAttributes {
  envelope: readonly number[] | null = null;
  structure: readonly number[] | null = null;
  header: readonly [number, number] | null = null;
  /** The response as text, once somebody has asked for more than its octets. */
  private image: string | null = null;

  constructor(
    readonly bytes: Uint8Array,
    /** The parser's own: it reads nothing of its own while somebody asks. */
    private readonly reader: Reader,
  ) {}

  readEnvelope(): ImapEnvelope {
    const at = this.envelope ?? [];
    // The first field stands behind the parenthesis.
    const reader = this.readerAt((at[0] ?? 0) - 1);
    const text = reader.image;
    this.image = text;
    return (text === '' ? null : envelopeAt(text, at)) ?? parseEnvelope(reader);
  }

  readStructure(): BodyStructure {
    const reader = this.readerAt(this.structure?.[0] ?? 0);
    this.image = reader.image;
    return parseStructure(reader);
  }

  private readerAt(pos: number): Reader {
    const { reader } = this;
    reader.reset(this.bytes, NONE, this.image);
    reader.pos = pos;
    return reader;
  }
}
