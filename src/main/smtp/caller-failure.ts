/** Wraps an error of the caller's own message or journal on its way out, so that it is not taken for the server's. */
export class CallerFailure extends Error {
  constructor(override readonly cause: unknown) {
    super('The caller failed.');
  }
}
