export { isCertificateTrouble, pinned } from './account-form';
export { AccountSettings } from './account-settings';
export { AddAccount } from './add-account';
export { FirstRun } from './first-run';
export { PasswordDialog } from './password-dialog';
export { SignInDialog } from './sign-in-dialog';
export { Certificate } from './probe-result';
