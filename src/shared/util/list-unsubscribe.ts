import type { Envelope } from '../model/message';
import { type Mailto, readMailto } from './mailto';

/** What a message says of leaving its list (RFC 2369 §3.2, RFC 8058). All of it is the sender's word. */
export interface UnsubscribeTargets {
  /** Where one POST is enough, if the message proves that it may be used. */
  readonly oneClick: string | null;
  readonly mailto: Mailto | null;
  /** A page to be looked at. */
  readonly page: string | null;
}

/** Longer ones are no address that a person meant. */
const MAX_LENGTH = 8192;
const MAX_TARGETS = 16;
const WEB = /^https?:\/\/[^\s/?#\\@<>"]+(?:[/?#][\u0021-\u007e]*)?$/i;

/**
 * Reads `List-Unsubscribe` and `List-Unsubscribe-Post`, unfolded. Of several addresses the first of each kind counts (RFC 2369
 * §2: the sender's order of preference). Only what stands between angle brackets is one.
 * @returns null when there is none that Tern can use.
 */
export function readListUnsubscribe(field: string, post: string): UnsubscribeTargets | null {
  const targets = [...field.slice(0, 4 * MAX_LENGTH).matchAll(/<([^<>]*)>/g)]
    .slice(0, MAX_TARGETS)
    // White space inside of the brackets is folding (RFC 2369 §2).
    .map(([, target = '']) => target.replace(/\s+/g, ''))
    .filter((target) => target.length <= MAX_LENGTH);
  const page = targets.find((target) => WEB.test(target)) ?? null;
  const safe = targets.find((target) => /^https:/i.test(target) && WEB.test(target)) ?? null;
  // Exactly this (RFC 8058 §3.1): anything else is no promise that one request is enough.
  const oneClick = post.trim().toLowerCase() === 'list-unsubscribe=one-click' ? safe : null;
  const mailto = targets.map(writable).find((one) => one !== null) ?? null;
  return page === null && mailto === null ? null : { oneClick, mailto, page: safe ?? page };
}

/** One receiver, subject and words; no list has a reason to name further receivers. */
function writable(target: string): Mailto | null {
  const mailto = readMailto(target);
  const [to] = mailto?.to ?? [];
  if (mailto === null || to === undefined || !to.includes('@')) return null;
  return { ...mailto, to: [to], cc: [], bcc: [] };
}

/** A list's id as it stands in angle brackets (RFC 2919 §3); null without one. */
export const listIdOf = ({ extra }: Pick<Envelope, 'extra'>): string | null =>
  /<([^<>]+)>\s*$/.exec(extra['list-id'] ?? '')?.[1] ?? null;

/** By what a list is known again: its List-Id, or else who writes. Never longer than can be kept. */
export function listKeyOf(envelope: Pick<Envelope, 'extra' | 'from'>): string {
  const { extra, from } = envelope;
  const id = (listIdOf(envelope) ?? extra['list-id'] ?? '').trim().toLowerCase();
  return (id === '' ? (from[0]?.address ?? '').toLowerCase() : id).slice(0, 300);
}

/** What a list calls itself beside its List-Id (RFC 2919 §3); '' when it doesn't, or not in plain words. */
export function listNameOf({ extra }: Pick<Envelope, 'extra'>): string {
  const phrase = /^([^<]*)</.exec(extra['list-id'] ?? '')?.[1]?.trim() ?? '';
  const name = /^"(.*)"$/.exec(phrase)?.[1]?.replace(/\\(.)/g, '$1') ?? phrase;
  return name.includes('=?') ? '' : name.slice(0, 200);
}

/** Under which name the settings note that a list was left. */
export const leftListKey = (account: string, list: string): string => `${account} ${list}`;
