import { MailError } from '@shared/errors/mail-error';
import type { Brand } from '@shared/model/brand';
import { command, type Command } from './line';

/** What we call ourselves: a domain or an address literal. Made only by `ehloName`. */
export type EhloName = Brand<string, 'EhloName'>;

const NAME = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[A-Za-z0-9:.]{2,60}\])$/;

/** @throws MailError kind `refused`, code `unsafe-argument`. */
export function ehloName(text: string): EhloName {
  if (NAME.test(text)) return text as EhloName;
  throw new MailError({ kind: 'refused', code: 'unsafe-argument', message: 'That is no name for EHLO.' });
}

/** The same for everyone: neither the machine's name nor its address is anyone's business (RFC 5321 §4.1.3 form). */
export const PRIVATE_NAME = ehloName('[127.0.0.1]');

/** RFC 5321 §4.1.1.1. */
export const ehlo = (name: EhloName): Command => command('EHLO', name);
export const helo = (name: EhloName): Command => command('HELO', name);
