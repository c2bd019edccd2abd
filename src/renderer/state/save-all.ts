export interface SavedAll<File> {
  readonly saved: number;
  /** Those that could not be saved, with why. */
  readonly failed: readonly { readonly file: File; readonly error: unknown }[];
  /** Some were not tried any more. */
  readonly stopped: boolean;
}

/**
 * Saves files one after the other. One that fails keeps no other back.
 * @param save false: the person does not want it, which ends it
 * @param onProgress told after each: how many were saved, and how many were tried
 */
export async function saveAll<File>(
  files: readonly File[],
  save: (file: File, signal: AbortSignal) => Promise<boolean>,
  signal: AbortSignal,
  onProgress: (saved: number, tried: number) => void,
): Promise<SavedAll<File>> {
  const failed: { file: File; error: unknown }[] = [];
  let saved = 0;
  for (const file of files) {
    if (signal.aborted) return { saved, failed, stopped: true };
    try {
      if (!(await save(file, signal))) return { saved, failed, stopped: true };
      saved++;
    } catch (error) {
      // What was on its way when it was stopped did not fail.
      if (signal.aborted) return { saved, failed, stopped: true };
      failed.push({ file, error });
    }
    onProgress(saved, saved + failed.length);
  }
  return { saved, failed, stopped: false };
}
