import { hereErrors } from './errors-here';
import { loginErrors } from './errors-login';
import { serverErrors } from './errors-server';

/** For each code: what happened, then what it means for the mail and what to do. */
export const errors = {
  theServer: 'the server',
  unknown: {
    title: 'Something went wrong ({{code}}).',
    text: 'Nothing was changed. Trying again may help; the details say what the server answered.',
  },
  'not-kept': {
    title: 'This message can’t be put back.',
    text: 'Only its header was on this computer. Nothing was changed.',
  },
  'no-such-place': {
    title: 'There is no such file or folder.',
    text: 'Check the path, and that you may read it.',
  },
  'not-a-folder': {
    title: 'That is a file, not a folder.',
    text: 'Choose the folder it is in, or another one.',
  },
  'no-such-job': {
    title: 'This can’t be begun again from here.',
    text: 'Nothing was changed. Start it anew with “Import and export”.',
  },
  'nothing-found': {
    title: 'There is no mail that Tern knows.',
    text: 'Tern reads Thunderbird profiles, Maildirs, mbox files, Apple Mail exports, .eml and .emlx files, and its own backups.',
  },
  'no-folders-inside': {
    title: 'This server has no folders inside folders.',
    text: 'Import one folder at a time, or import them to this computer first.',
  },
  'other-backup': {
    title: 'This folder holds the backup of another account.',
    text: 'Nothing was changed in it. Choose another folder.',
  },
  'begun-gone': {
    title: 'What was written before is not in its folder any more.',
    text: 'Nothing more was written there. If it is on another disk, connect that and begin again; it goes on where it was.',
  },
  'no-backup': {
    title: 'There is no backup in this folder.',
    text: 'Choose the folder that has a file called tern-backup.json in it.',
  },
  'disk-enospc': {
    title: 'The disk is full.',
    text: 'What was finished stays. Make room and begin again; it goes on where it was.',
  },
  'disk-edquot': {
    title: 'Your quota on this disk is used up.',
    text: 'What was finished stays. Make room and begin again; it goes on where it was.',
  },
  'disk-eacces': {
    title: 'This folder may not be read or written.',
    text: 'Change its permissions, or choose another one.',
  },
  'disk-eperm': {
    title: 'The system does not allow Tern to use this folder.',
    text: 'Allow it in the system’s privacy settings, or choose another one.',
  },
  'disk-erofs': { title: 'This disk can’t be written to.', text: 'Choose a folder on another one.' },
  'disk-enoent': {
    title: 'A file or folder is gone.',
    text: 'It was moved or removed meanwhile. What was finished stays; begin again to go on.',
  },
  'disk-eio': {
    title: 'The disk has a fault.',
    text: 'It could not be read or written in one place. Save what is on it to another one.',
  },
  internal: {
    title: 'Tern made a mistake.',
    text: 'Nothing was changed. Trying again may help. The details below help those who mend it.',
  },
  'no-space': {
    title: 'The disk is full.',
    text: 'This was not saved; everything saved before is safe. Free some space on the disk, then do it again.',
  },
  'space-low': {
    title: 'The disk is nearly full.',
    text: 'What can be fetched from the server again is not kept here until there is space. Nothing is lost: it is on the server. Free some space, then try again.',
  },
  io: {
    title: 'The disk refused to write.',
    text: 'This was not saved; everything saved before is safe. Check the disk, then do it again.',
  },
  'taken-over': {
    title: 'Tern’s folder is gone, or another Tern works with it.',
    text: 'This was not saved; everything saved before is safe. Copy what you are writing, quit Tern and start it again.',
  },
  'queue-full': {
    title: 'The disk can’t keep up.',
    text: 'This was not saved; everything saved before is safe. Wait a moment, then do it again.',
  },
  missing: {
    title: 'A file that Tern kept is no longer on the disk.',
    text: 'Something else removed it. If it came from a server, it is still there and is fetched when you open it again.',
  },
  corrupt: {
    title: 'A file that Tern kept was damaged on the disk.',
    text: 'The damaged bytes were set aside and are not shown. If it came from a server, it is still there and is fetched when you open it again.',
  },
  closed: {
    title: 'The connection to {{host}} was cut.',
    text: 'What was under way is tried again when the connection is back.',
  },
  cancelled: { title: 'Stopped.', text: 'Nothing was changed.' },
  overloaded: { title: 'Too much at once.', text: 'Wait a moment and try again.' },
  'auth-failed': {
    title: 'The user name or password was not accepted.',
    text: 'Check both. Some providers want an app password, made in your account’s settings on their website, or have mail programs switched off there until you allow them.',
  },
  'auth-missing': {
    title: '{{host}} wants no password, or in no way Tern knows.',
    text: 'Check that host and port are those for mail programs. Nothing was sent in the clear.',
  },
  'no-safe-mechanism': {
    title: '{{host}} accepts passwords only in the clear.',
    text: 'Tern did not send yours, because anyone on the way could read it. Choose TLS for this server.',
  },
  'server-not-verified': {
    title: '{{host}} couldn’t prove that it knows your password.',
    text: 'Someone may be posing as your server. Nothing was sent. Check the host name before trying again.',
  },
  ...loginErrors,
  ...serverErrors,
  ...hereErrors,
  dns: {
    title: 'There is no server called {{host}}.',
    text: 'Check the spelling of the host name. If it is right, the network’s name service may be down; Tern tries again by itself.',
  },
  refused: {
    title: '{{host}} refuses connections on port {{port}}.',
    text: 'The computer is there but nothing listens on that port. Check the port, or the server is being restarted.',
  },
  timeout: {
    title: '{{host}} did not answer in time.',
    text: 'The server may be down, or a firewall swallows the connection. Check host and port; Tern tries again by itself.',
  },
  offline: {
    title: 'There is no network.',
    text: 'Mail that is here can be read, sorted and answered. It goes out when the connection is back.',
  },
  intercepted: {
    title: 'Something answers in place of {{host}}.',
    text: 'Often that is the log-in page of a Wi-Fi: open a web page and log in there. Nothing was sent to it. Mail that is here can be used meanwhile, and Tern tries again by itself.',
  },
  'tls-self-signed': {
    title: '{{host}} presented a certificate that only vouches for itself.',
    text: 'Someone may be listening, or the server’s owner made the certificate by hand. Nothing was sent. If it is your own server, compare the fingerprint and trust this one certificate.',
  },
  'tls-expired': {
    title: 'The certificate of {{host}} is out of date.',
    text: 'Its owner forgot to renew it, or this computer’s clock is wrong. Nothing was sent. Check the clock, then ask the provider.',
  },
  'tls-wrong-host': {
    title: '{{host}} presented a certificate for another name.',
    text: 'Someone may be listening, or the server is set up wrongly. Nothing was sent. The certificate names the host it is for; using that name usually helps.',
  },
  'tls-untrusted': {
    title: 'The certificate of {{host}} is signed by an authority this computer doesn’t know.',
    text: 'Someone may be listening, or your organisation has an authority of its own. Nothing was sent. Compare the fingerprint with what the server’s owner tells you.',
  },
  'tls-pin-changed': {
    title: '{{host}} presented another certificate than the one you trusted.',
    text: 'The owner may have replaced it, or someone is listening. Nothing was sent. Ask the owner before you trust the new one.',
  },
  'tls-version': {
    title: '{{host}} offers only encryption that is no longer safe.',
    text: 'Nothing was sent. The provider has to switch on TLS 1.2 or newer.',
  },
  'tls-failed': {
    title: 'No encrypted connection to {{host}} came about.',
    text: 'Nothing was sent. Check the port and whether it is for TLS or STARTTLS.',
  },
  'not-tls': {
    title: '{{host}} doesn’t speak TLS on port {{port}}.',
    text: 'The port may be one for STARTTLS: 143 or 110 for incoming, 587 for outgoing mail. Nothing was sent.',
  },
  'no-starttls': {
    title: '{{host}} doesn’t offer encryption on this port.',
    text: 'Your password was not sent. Try TLS on port 993 (IMAP), 995 (POP3) or 465 (SMTP).',
  },
  'starttls-injection': {
    title: 'Someone meddled with the connection to {{host}}.',
    text: 'There were commands slipped in before encryption began. Nothing was sent. Try from another network.',
  },
  'not-imap': {
    title: 'What answers on {{host}}, port {{port}}, isn’t an IMAP server.',
    text: 'Check host and port. IMAP is usually on port 993.',
  },
  'not-pop3': {
    title: 'What answers on {{host}}, port {{port}}, isn’t a POP3 server.',
    text: 'Check host and port. POP3 is usually on port 995.',
  },
  'not-smtp': {
    title: 'What answers on {{host}}, port {{port}}, isn’t a mail server for sending.',
    text: 'Check host and port. Sending is usually on port 465 or 587.',
  },
  protocol: {
    title: '{{host}} gave an answer that makes no sense.',
    text: 'Tern dropped the connection and starts anew. Other folders and accounts go on; nothing was lost.',
  },
  'server-temporary': {
    title: '{{host}} can’t do this just now.',
    text: 'Tern tries again by itself.',
  },
  'server-permanent': {
    title: '{{host}} refuses.',
    text: 'Trying again the same way won’t help. The server’s words below may say why.',
  },
  'greeting-refused': {
    title: '{{host}} doesn’t want to talk to Tern.',
    text: 'It may be overloaded or have blocked this network for a while. Tern tries again later.',
  },
  busy: {
    title: '{{host}} is too busy.',
    text: 'Tern waits and tries again by itself.',
  },
  'mailbox-locked': {
    title: 'The mailbox is in use by another program.',
    text: 'Tern tries again by itself when the other program is done.',
  },
  'mailbox-gone': {
    title: 'The folder is gone.',
    text: 'It was deleted or renamed elsewhere, or its account was removed from Tern. Choose another folder.',
  },
  'mailbox-has-news': {
    title: 'There is mail in the folder that you have not seen.',
    text: 'So it was not deleted. Look at it (show the folder first if it is hidden), then delete the folder again.',
  },
  'no-trash': {
    title: 'Nothing was deleted.',
    text: 'Tern knows of no trash in this account to put it into. If its folders are still being read, try again in a moment; if it has none, Tern asks before it deletes anything for good.',
  },
  'no-permission': {
    title: 'The server doesn’t allow this.',
    text: 'You have no right to do it in that folder. The list shows again what the server has.',
  },
  'over-quota': {
    title: 'The mailbox on the server is full.',
    text: 'Delete something there, then try again.',
  },
  gone: {
    title: 'The message is no longer on the server.',
    text: 'It was deleted or moved elsewhere. What is known of it stays visible here.',
  },
  'flag-not-kept': {
    title: 'The server doesn’t keep this mark.',
    text: 'It is shown here only until the folder is next compared with the server.',
  },
  'mark-stays': {
    title: 'The server doesn’t take this mark off.',
    text: 'It stays on the message, here and in other programs.',
  },
  'mark-not-shown': {
    title: 'The mark is on the message, but it can’t be shown here.',
    text: 'The server keeps it. In one folder Tern shows 32 different tags, and this one has more. Other programs show it.',
  },
  'move-not-done': {
    title: 'The server said that it moved the message, but it didn’t.',
    text: 'It is still where it was, and nothing is lost. Trying again may help.',
  },
  'not-proven': {
    title: 'It couldn’t be proven that the copy arrived.',
    text: 'So the original was left where it is. Look into the target folder before trying again.',
  },
  'original-stays': {
    title: 'It was copied, but the server refused to remove the original.',
    text: 'It is in both folders now, and nothing is lost. Try again, or delete one of them.',
  },
  'copies-stay': {
    title: 'The original is where it was, and a copy is left in the other folder.',
    text: 'Tern couldn’t prove that the copy is its own, or the server keeps it. Look at both, and delete the one that is too many.',
  },
  'too-large': {
    title: 'It is larger than allowed.',
    text: 'The server or Tern has a limit. Send it in parts or as a link.',
  },
  'sender-refused': {
    title: 'The server doesn’t let you send from this address.',
    text: 'Choose an identity that belongs to this account.',
  },
  'recipient-refused': {
    title: 'The server refuses a recipient.',
    text: 'Check the address. The others weren’t sent to, either, until you decide.',
  },
  'some-refused': {
    title: 'The server refuses some of the recipients.',
    text: 'Check their addresses, or send to the others only.',
  },
  'no-recipients': { title: 'There is nobody to send it to.', text: 'Add a recipient.' },
  'bad-address': { title: 'An address isn’t written correctly.', text: 'Correct it and try again.' },
  greylisted: {
    title: 'The server asks to come back later.',
    text: 'This is a common check against spam. Tern tries again by itself.',
  },
  'message-refused': {
    title: 'The server refuses the message.',
    text: 'It may take it for spam, or too large. Its own words below say more.',
  },
  'requiretls-unsupported': {
    title: '{{host}} can’t promise encrypted connections all the way.',
    text: 'The message was not sent to anybody. Edit it and take that wish away, or send it from an account whose server can.',
  },
  'not-supported': {
    title: '{{host}} can’t do what this message needs.',
    text: 'Send it in a simpler form: plain letters in addresses, shorter lines.',
  },
  uncertain: {
    title: 'It isn’t known whether this arrived.',
    text: 'The connection broke before the server answered. Tern looks before it does anything again.',
  },
  'needs-consent': {
    title: 'This computer has no keyring that works.',
    text: 'Decide how the password is to be kept.',
  },
  'needs-password': { title: 'The password is missing.', text: 'Enter it to go on.' },
  keyring: {
    title: 'The keyring can’t be opened.',
    text: 'It may be locked. Your password is still in it; unlock the keyring and try again.',
  },
  'cache-full': {
    title: 'The disk is full.',
    text: 'No more mail is kept here until there is space. What you write and do is kept in the space put aside for it.',
  },
  'cache-failed': {
    title: 'The local copy of your mail can’t be opened.',
    text: 'It is tried again. Nothing you wrote is in it, and all of it can be fetched from the server.',
  },
  'store-lost': {
    title: 'The local copy of your mail had to be closed.',
    text: 'It is rebuilt from the server. Nothing you wrote is in it.',
  },
  'unsent-mail': {
    title: 'There is unsent mail in this account.',
    text: 'Send or discard it first, or remove the account with it.',
  },
  'already-sent': { title: 'It has been sent already.', text: 'It can’t be taken back any more.' },
  'not-https': { title: 'The address isn’t a secure one.', text: 'Tern fetches only over https.' },
  'private-address': {
    title: 'The address leads into your own network.',
    text: 'Tern doesn’t fetch such things for a message, because that is how attacks on home devices are made.',
  },
  'bad-url': { title: 'The address can’t be understood.', text: 'Nothing was fetched.' },
  'rest-unavailable': {
    title: 'Nothing more of this message can be fetched.',
    text: 'All of it is here, or what is missing is on no server that Tern knows. What is here stays.',
  },
  'headers-only': {
    title: 'Only the headers of a message are here.',
    text: 'It was not moved, so that nothing of it is lost. Load the rest of the message first, then move it again.',
  },
  'no-unique-ids': {
    title: '{{host}} can’t tell its messages apart.',
    text: 'It knows neither UIDL nor TOP, so Tern can’t fetch mail without fetching it twice. Nothing was fetched or deleted.',
  },
  'not-a-container': {
    title: 'This file can’t be opened.',
    text: 'It calls itself winmail.dat, but nothing in it could be read. It can still be saved as it is.',
  },
  'not-found': { title: 'It isn’t there.', text: 'It may have been moved or deleted meanwhile.' },
  'server-limit': {
    title: '{{host}} sent more than Tern accepts.',
    text: 'A limit guards this computer’s memory. Tern dropped the connection; nothing was lost.',
  },
};
