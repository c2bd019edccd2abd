/** Why a profile could not be opened: somebody has it open, or may have. */
export interface InUse {
  /** Another computer, as people call it; '' for this one. */
  readonly computer: string;
  /** It gave no sign of life: whether it is really open only the person can tell. */
  readonly perhaps: boolean;
  /** What was seen of its last sign of life, when it may be open. */
  readonly sign: string;
}

/** What a failed start says about who has the profile open; null when it failed for another reason. */
export function inUse(error: unknown): InUse | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'locked') return null;
  const details = 'details' in error ? (error.details as Readonly<Record<string, unknown>>) : {};
  const word = (of: unknown): string => (typeof of === 'string' ? of : '');
  const perhaps = details['perhaps'] === 1;
  return { computer: word(details['computer']), perhaps, sign: word(details['sign']) };
}
