/** What can't be done for a reason that lies here. */
export const hereErrors = {
  'letter-sealed': {
    title: 'This letter was encrypted.',
    text: 'An answer to it would go out in the clear, with its words in it. Nothing was written.',
  },
  'key-locked': {
    title: 'Your secret key is locked.',
    text: 'Enter its passphrase in the settings under Encryption, then try again.',
  },
  'keys-missing': {
    title: 'It can’t be encrypted for everybody.',
    text: 'No key that can be used is here for {{addresses}}. Nothing was sent; the letter is still a draft.',
  },
  'own-key-missing': {
    title: 'There is no secret key for {{address}}.',
    text: 'Nothing was sent. Make or import a key in the settings under Encryption, or send it without encrypting and signing.',
  },
  'own-key-unusable': {
    title: 'Your key for {{address}} can’t be used.',
    text: 'It has expired, was revoked, or isn’t made for this. Nothing was sent; the letter is still a draft.',
  },
  'too-large-to-protect': {
    title: 'The letter is too large to be encrypted or signed.',
    text: 'Together with its attachments it may have about 20 MB. Nothing was sent; the letter is still a draft.',
  },
  'letter-unreadable': {
    title: 'The letter can’t be opened again.',
    text: 'It is encrypted, and the key it was encrypted for is no longer here. It still waits in the Outbox.',
  },
  'no-keys-found': {
    title: 'There is no OpenPGP key in it.',
    text: 'Nothing was changed. A key begins with “-----BEGIN PGP PUBLIC KEY BLOCK-----” or “PRIVATE”.',
  },
  'key-damaged': {
    title: 'The key can’t be read.',
    text: 'Nothing was changed. It may be cut off; ask for it again.',
  },
  'key-too-large': {
    title: 'The key is too large.',
    text: 'Nothing was changed. Somebody may have flooded it with signatures; ask its owner for a clean one.',
  },
  'too-many-keys': {
    title: 'There are as many keys as Tern keeps.',
    text: 'Remove some that you don’t need.',
  },
  'other-key': {
    title: 'Another key is used for this address.',
    text: 'Nothing was changed. Compare the fingerprints, and choose the right one.',
  },
  'key-unprotected': {
    title: 'This secret key has no passphrase.',
    text: 'Tern keeps secret keys locked. Choose a passphrase for it.',
  },
  'key-gone': {
    title: 'This key was removed meanwhile.',
    text: 'Nothing was changed.',
  },
  'wrong-passphrase': {
    title: 'This passphrase doesn’t open the key.',
    text: 'Nothing was changed. Try again; upper and lower case count.',
  },
  'account-gone': {
    title: 'This account is no longer in Tern.',
    text: 'It was removed meanwhile. Its mail on the server is untouched.',
  },
  'account-removed': {
    title: 'The other account was removed from Tern.',
    text: 'What had arrived at its server by then stays there. Everything else is where it was.',
  },
  'gave-up': {
    title: 'Tern has stopped trying to send this.',
    text: 'The server could not be reached, or asked to come back later, for about two days. Nothing was delivered. Send it now to begin again.',
  },
  'waited-long': {
    title: 'This has waited here for days.',
    text: 'Nothing goes out until you say so.',
  },
  'no-account': {
    title: 'There is no account to write from.',
    text: 'What you have written is kept. Add an account, or choose another sender.',
  },
  'no-unsubscribe': {
    title: 'This message no longer says how to leave its list.',
    text: 'Nobody was told anything. Open another message of the list, or look for its own way out.',
  },
  'local-only': {
    title: 'The mail of this folder lives here only.',
    text: 'There is no server to ask about it.',
  },
  'never-synchronised': {
    title: 'This folder has not been fetched yet.',
    text: 'Open it, and try again when its messages are here.',
  },
  running: {
    title: 'This is being done right now.',
    text: 'Wait until it has ended; then it can be undone.',
  },
  'no-message-id': {
    title: 'These messages can’t be told from others.',
    text: 'They have no Message-ID, by which they and their answers would be known. Nothing was done.',
  },
  'rule-broken': {
    title: 'A folder that this rule needs is gone.',
    text: 'Nothing was done. Choose another folder, then run it again.',
  },
  'too-many-snoozed': {
    title: 'Too many messages are snoozed.',
    text: 'Nothing was changed. Wake some, or snooze fewer at once.',
  },
  'not-in-inbox': {
    title: 'Only what is in an inbox can be snoozed.',
    text: 'Nothing was changed. Move it to the inbox first.',
  },
  'not-sent': {
    title: 'Only letters in Sent can be waited for.',
    text: 'Nothing was changed.',
  },
  'already-answered': {
    title: 'Somebody has answered already.',
    text: 'Nothing was changed. The answer is in the conversation; it can be snoozed.',
  },
  'too-many-blocked': {
    title: 'The list of blocked senders is full.',
    text: 'Nothing was changed. Unblock some whose mail no longer comes, or block their whole domain.',
  },
  'identity-gone': {
    title: 'The sender that this was written as is no longer there.',
    text: 'Nothing was sent. Choose at “From” whom it comes from.',
  },
  'draft-gone': {
    title: 'This draft is no longer here.',
    text: 'It was sent or discarded meanwhile, perhaps in another window.',
  },
  'attachment-missing': {
    title: 'An attachment is no longer on this computer.',
    text: 'Nothing was sent. Attach it once more or take it out, then send again.',
  },
  'too-many-templates': {
    title: 'There are as many templates already as Tern keeps.',
    text: 'The letter stays as it is. Remove a template that you no longer need, and save this one again.',
  },
  'template-too-large': {
    title: 'This is too long for a template.',
    text: 'The letter stays as it is. A long text is better kept as an attached file.',
  },
  'template-gone': {
    title: 'This template is no longer here.',
    text: 'It was removed meanwhile, perhaps in another window. Nothing else was changed.',
  },
  'template-file-missing': {
    title: 'A file of this template is no longer on this computer.',
    text: 'The template was not saved. Attach the file once more or take it out, then save it again.',
  },
  'no-receipt-wanted': {
    title: 'This message asks for no receipt.',
    text: 'Nothing was sent.',
  },
  'no-invitation': {
    title: 'This invitation can’t be answered.',
    text: 'It doesn’t say who to answer to, or is not an invitation. Nothing was sent.',
  },
};
