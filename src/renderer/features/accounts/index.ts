export { AccountSettings } from './account-settings';
export { AddAccount } from './add-account';
export { FirstRun } from './first-run';
export { PasswordDialog } from './password-dialog';
