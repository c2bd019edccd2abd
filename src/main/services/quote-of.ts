import type { DraftContent, QuoteWords } from '@shared/contract/compose';
import type { Address, Envelope, MessageBody } from '@shared/model/message';
import { unflow } from '../mime/flowed';
import { plainOfHtml } from '@shared/util/plain-of-html';
import { quoteText } from '../mime/reply';

/** Used when a caller brings no words of its own. */
const ENGLISH: QuoteWords = {
  locale: 'en',
  attribution: 'On {{when}}, {{who}} wrote:',
  forwarded: '---------- Forwarded message ----------',
  from: 'From',
  date: 'Date',
  subject: 'Subject',
  to: 'To',
  cc: 'Cc',
};

/**
 * The original as it follows below an answer (each line marked, under who wrote it and when) or in a forwarded message
 * (as it is, under its most important headers). HTML is kept raw: the composer's sanitiser cleans it before anybody sees or
 * sends it.
 */
export function quoteOf(
  body: MessageBody,
  envelope: Envelope,
  mode: 'reply' | 'forward',
  now: number,
  words: QuoteWords = ENGLISH,
): NonNullable<DraftContent['quote']> {
  const sender = envelope.from[0];
  const who = sender ? nameOf(sender) : '';
  const when = dateIn(words.locale, envelope.date ?? now);
  const texts = body.parts.map((p) =>
    p.type === 'text/html' ? plainOfHtml(p.text) : p.flowed ? unflow(p.text, p.delsp) : p.text,
  );
  const html = body.parts.some((p) => p.type === 'text/html')
    ? body.parts.map((p) => (p.type === 'text/html' ? p.text : `<p>${lines(p.text)}</p>`)).join('<hr>')
    : null;
  if (mode === 'reply') {
    const fill: Readonly<Record<string, string>> = { '{{when}}': when, '{{who}}': who };
    const attribution = words.attribution.replace(/\{\{(?:when|who)\}\}/g, (mark) => fill[mark] ?? mark);
    // Each for itself: a signature ends its own part, and not those that follow.
    const quoted = texts.map((text) => quoteText(text, '')).filter((text) => text !== '');
    return { text: quoted.join('\n>\n'), html, attribution };
  }
  const list = (people: readonly Address[]): string => people.map(nameOf).join(', ');
  const headers = [
    [words.from, who],
    [words.date, when],
    [words.subject, envelope.subject],
    [words.to, list(envelope.to)],
    ...(envelope.cc.length > 0 ? [[words.cc, list(envelope.cc)]] : []),
  ].map(([label = '', value = '']) => `${label}: ${value}`);
  return {
    text: `${words.forwarded}\n${headers.join('\n')}\n\n${texts.join('\n\n')}`,
    html: html === null ? null : `<p>${lines(`${words.forwarded}\n${headers.join('\n')}`)}</p>${html}`,
    attribution: '',
  };
}

const nameOf = ({ name, address }: Address): string => (name === '' ? address : `${name} <${address}>`);

function dateIn(locale: string, time: number): string {
  const style = { dateStyle: 'full', timeStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat(locale, style).format(time);
  } catch {
    // A language tag that is none.
    return new Intl.DateTimeFormat('en', style).format(time);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);
const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
