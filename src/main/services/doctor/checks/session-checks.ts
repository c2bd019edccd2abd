import { noop, status, unselect } from '../../../imap';
import { failed, held, unclear } from '../report';
import type { Check } from './check';

const idle: Check = {
  claim: 'IDLE',
  try: async ({ patient }) => {
    const idling = patient.client.idle();
    await patient.within('IDLE', idling.started);
    await patient.within('DONE', idling.stop());
    return held('It starts, and ends when asked.');
  },
};

const unselected: Check = {
  claim: 'UNSELECT',
  try: async ({ patient }) => {
    if (patient.client.view === null) return unclear('No mailbox could be opened.');
    await patient.run(unselect());
    await patient.run(status('INBOX', ['MESSAGES']));
    return patient.client.view === null
      ? held('It leaves the mailbox and deletes nothing.')
      : failed('The mailbox is still selected.');
  },
};

/** The last one, since it changes the connection for good. */
const compress: Check = {
  claim: 'COMPRESS=DEFLATE',
  try: async ({ patient }) => {
    await patient.within('COMPRESS', patient.client.compress());
    await patient.run(noop());
    return held('Both sides understand each other compressed.');
  },
};

/** With or without a mailbox, at the end, in this order. */
export const SESSION_CHECKS: readonly Check[] = [idle, unselected, compress];

/** Claims that cannot be tried without changing something on the server. */
export const WRITING_CLAIMS: readonly string[] = [
  'UIDPLUS',
  'MOVE',
  'MULTIAPPEND',
  'REPLACE',
  'CREATE-SPECIAL-USE',
  'APPENDLIMIT',
  'UTF8=ACCEPT',
];
