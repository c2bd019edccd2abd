import { MailError } from './mail-error';

/** What is asked of an account that has been removed. */
export const accountGone = (): MailError =>
  new MailError({ kind: 'refused', code: 'account-gone', message: 'The account is gone' });
