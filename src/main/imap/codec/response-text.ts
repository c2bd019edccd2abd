import type { ParserLimits } from '../limits';
import type { BodyStructure, ImapAddress, ImapEnvelope, WireAttributes } from '../types';
import { encodeLatin1 } from './bytes';
import { parseAddresses, parseEnvelope } from './parse-envelope';
import { parseStructure } from './parse-structure';
import { Reader } from './reader';

/** The attributes of one FETCH response that were found by `SpanFinder`, read when they are asked for. */
export class ResponseText implements WireAttributes {
  envelope: readonly number[] | null = null;
  structure: readonly number[] | null = null;
  header: readonly [number, number] | null = null;

  constructor(
    readonly text: string,
    private readonly bytes: Uint8Array,
    private readonly limits: ParserLimits,
  ) {}

  readEnvelope(): ImapEnvelope {
    // The first field stands behind the parenthesis.
    return parseEnvelope(this.readerAt((this.envelope?.[0] ?? 0) - 1));
  }

  readStructure(): BodyStructure {
    return parseStructure(this.readerAt(this.structure?.[0] ?? 0));
  }

  private readerAt(pos: number): Reader {
    const reader = new Reader(this.limits);
    reader.reset(this.bytes, []);
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
