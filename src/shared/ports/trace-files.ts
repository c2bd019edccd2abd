/** Where traces that a person has asked for are written: text, a name each, bounded by the implementation. */
export interface TraceFiles {
  /** Appends whole lines. The oldest are dropped when there are too many. */
  append(name: string, lines: string): Promise<void>;
  /** Where a person finds it, for messages; null when it is nowhere (tests). */
  place(name: string): string | null;
}
