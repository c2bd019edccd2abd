/**
 * A program of Windows with its whole path: for a name alone Windows looks first where Tern was started from, which is where
 * an attachment that is being opened lies, and perhaps something else that came with it.
 */
export const windowsProgram = (
  name: string,
  { SystemRoot }: Readonly<Record<string, string | undefined>>,
): string => `${SystemRoot ?? 'C:\\Windows'}\\System32\\${name}.exe`;
