/** What a server refuses with: response codes of IMAP and POP3 (RFC 5530, RFC 3206), and what an SMTP reply means. */
export const serverErrors = {
  'authorization-failed': {
    title: '{{host}} knows you but doesn’t let you in.',
    text: 'The password is right; this account may not be used like this. Whoever runs the server can change that.',
  },
  'auth-expired': {
    title: 'The password is no longer valid.',
    text: 'Set a new one on the provider’s website, then enter it here. Nothing was lost.',
  },
  'login-refused': {
    title: '{{host}} doesn’t let you in at the moment.',
    text: 'It doesn’t say that the password is wrong. Tern tries again by itself; the server’s words below may say why.',
  },
  'auth-required': {
    title: '{{host}} wants you to sign in before it takes mail.',
    text: 'Enter a user name and password for outgoing mail in the account’s settings. What you have written waits in the Outbox.',
  },
  'encryption-required': {
    title: '{{host}} wants an encrypted connection.',
    text: 'Choose TLS or STARTTLS for this server in the account’s settings. Nothing was lost.',
  },
  'contact-admin': {
    title: '{{host}} needs the help of whoever runs it.',
    text: 'Its words below are for them. Nothing was lost; Tern tries again by itself.',
  },
  'over-limit': {
    title: '{{host}} does no more for you at the moment.',
    text: 'Many servers limit how much one may do in a while, or how many programs are connected. Tern waits and tries again by itself; nothing was lost.',
  },
  'has-children': {
    title: 'There are folders inside this one.',
    text: 'Nothing was deleted. Delete or move those first.',
  },
  'already-exists': {
    title: 'There is a folder of this name already.',
    text: 'Nothing was changed. Choose another name.',
  },
  cannot: {
    title: 'This can’t be done with that folder.',
    text: 'It may have a task, like the inbox, or the name has a character in it that is not allowed. Nothing was changed.',
  },
  'no-inbox': {
    title: 'This account has no inbox.',
    text: 'Nothing was moved. Choose another folder.',
  },
  corruption: {
    title: '{{host}} says that something in its own store is damaged.',
    text: 'Nothing was changed. Whoever runs the server should know; its words are below.',
  },
  'server-hides-mail': {
    title: '{{host}} lists fewer messages than it counts.',
    text: 'Nothing is deleted here on such a word: what you have stays. Try again later.',
  },
  'message-mismatch': {
    title: 'The server has another message in this place.',
    text: 'Nothing was changed, so that the wrong message isn’t touched. Look at the folder again, then repeat it.',
  },
  'message-unreadable': {
    title: '{{host}} can’t read this message itself.',
    text: 'It gave nothing of its text, so nothing was brought anywhere and the original stays where it is. Whoever runs the server can repair it.',
  },
  'draft-not-removed': {
    title: 'An earlier version of the draft stays on the server.',
    text: 'The server refused to remove it. Nothing was lost; delete it in the drafts folder.',
  },
  'part-missing': {
    title: 'This part of the message isn’t there.',
    text: 'The server knows nothing of it any more. The other parts can be read.',
  },
  truncated: {
    title: '{{host}} sent less of a message than it announced.',
    text: 'What came is not taken for the whole. Try again; the message itself is untouched on the server.',
  },
  'no-such-mailbox': {
    title: 'There is no such address.',
    text: 'That is what the server says of a recipient. Check how it is written, correct it and send again.',
  },
  'mailbox-disabled': {
    title: 'The mailbox of a recipient is switched off.',
    text: 'It takes no mail. Ask for another address, then edit and send again.',
  },
  'mailbox-full': {
    title: 'The mailbox of a recipient is full.',
    text: 'It takes no more mail until there is room. Send it again later.',
  },
  'too-many-recipients': {
    title: '{{host}} doesn’t send to so many people at once.',
    text: 'Send it to fewer at a time.',
  },
  policy: {
    title: 'The message is against the server’s rules.',
    text: 'Often it is the address one sends from, or something in the text. The server’s words below may say what.',
  },
  'some-later': {
    title: 'The server asks to come back later for some of the recipients.',
    text: 'The others have been served. Tern tries again by itself, for those only.',
  },
};
