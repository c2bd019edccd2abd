import type { MailWorld, SpecialUse, WorldAccount } from '@main/demo/mail-world';

const PLAIN: ReadonlyArray<readonly [string, SpecialUse]> = [
  ['Archive', '\\Archive'],
  ['Drafts', '\\Drafts'],
  ['Junk', '\\Junk'],
  ['Sent', '\\Sent'],
  ['Trash', '\\Trash'],
];
const GMAIL: ReadonlyArray<readonly [string, SpecialUse]> = [
  ['[Gmail]/All Mail', '\\All'],
  ['[Gmail]/Drafts', '\\Drafts'],
  ['[Gmail]/Important', '\\Important'],
  ['[Gmail]/Sent Mail', '\\Sent'],
  ['[Gmail]/Spam', '\\Junk'],
  ['[Gmail]/Starred', '\\Flagged'],
  ['[Gmail]/Trash', '\\Trash'],
];

/** An account with the mailboxes that people have, of the usual kind or of Gmail's. User name and address are one. */
export function addTypicalAccount(
  world: MailWorld,
  kind: 'plain' | 'gmail' = 'plain',
  user = 'ada@tern.example',
  password = 'tern',
): WorldAccount {
  const account = world.addAccount({ user, password, gmail: kind === 'gmail' });
  if (kind === 'gmail') world.createMailbox(account, '[Gmail]', { noSelect: true });
  for (const [name, use] of kind === 'gmail' ? GMAIL : PLAIN) world.createMailbox(account, name, { use });
  return account;
}
