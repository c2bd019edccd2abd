/** What the tests of the list call in the page. */
export interface ListLab {
  /**
   * Draws a list of so many messages, the newest first; message number n has the subject "Subject n". Takes the place of
   * one that was drawn before.
   */
  show(count: number, mailbox?: string): Promise<void>;
  /** So many new messages come. */
  arrive(count: number): void;
  /** Row of the cursor, −1 for none. */
  cursor(): number;
}
