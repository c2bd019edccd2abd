import { quote } from '@shared/model/row-text';
import { MAX_PEOPLE, searchable } from '@shared/search/line';
import { OctetCache } from '@shared/util/octet-cache';
import type { OctetWriter } from '@shared/util/octet-writer';
import { Odd } from '../imap';
import { nameOf } from './listed-envelope';
import { ascii } from './wire-text';

const SP = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const QUESTION = 0x3f;
const LESS = 0x3c;
const AT = 0x40;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;
const LIST_BEGINS = 0x5b;
const LIST_ENDS = 0x5d;
/** Hosts that servers invent for addresses without one begin and are as long as this (U5). */
const DOT = 0x2e;
const M = 0x4d;
const MISSING_DOMAIN_OCTETS = 14;

/** A name that is more than plain text, decoded. */
interface Name {
  /** In a row, quotes included. */
  readonly row: Uint8Array;
  readonly search: Uint8Array;
}
/** By how they are written in an ENVELOPE. */
const names = new OctetCache<Name>(4096);
/** Longer ones are written once. */
const MAX_WRITTEN = 400;

const encoder = new TextEncoder();

/** Lists of addresses out of a usual ENVELOPE into a row and a search line; used for one list after the other. */
export class WirePeople {
  /** Where the address of the first one stands in the row: begin and end. */
  firstFrom = 0;
  firstTo = 0;

  // The address that was read last: where its strings stand, without quotes. NIL is empty.
  #name = 0;
  #nameEnd = 0;
  #mailbox = 0;
  #mailboxEnd = 0;
  #host = 0;
  #hostEnd = 0;
  /** Where the string that was read last begins and ends. */
  #from = 0;
  #to = 0;

  /**
   * Writes a list that is not NIL.
   * @param search null where nobody looks for them.
   * @returns how many they are; −1 when it takes a closer look, and what was written is to be taken back.
   */
  write(
    bytes: Uint8Array,
    at: readonly number[],
    field: number,
    row: OctetWriter,
    search: OctetWriter | null,
  ): number {
    const odd = at[field + 2] as number;
    let p = (at[field] as number) + 1;
    let count = 0;
    row.octet(LIST_BEGINS);
    while (bytes[p] === OPEN) {
      p = this.#read(bytes, p);
      if (count === MAX_PEOPLE || !this.#isUsual(bytes, odd)) return -1;
      if (count > 0) {
        row.octet(COMMA);
        search?.octet(SP);
      }
      this.#writeName(bytes, odd, row, search);
      row.octet(COMMA);
      row.octet(QUOTE);
      const from = row.length;
      row.copy(bytes, this.#mailbox, this.#mailboxEnd);
      row.octet(AT);
      row.copy(bytes, this.#host, this.#hostEnd);
      if (count === 0) {
        this.firstFrom = from;
        this.firstTo = row.length;
      }
      if (search) {
        search.octet(SP);
        search.lower(row.octets, from, row.length);
      }
      row.octet(QUOTE);
      count++;
    }
    row.octet(LIST_ENDS);
    return count;
  }

  /** Whether two lists, neither of them NIL and none with an escape, name the same people in the same order. */
  same(bytes: Uint8Array, one: number, other: number): boolean {
    let p = one + 1;
    let q = other + 1;
    while (bytes[p] === OPEN && bytes[q] === OPEN) {
      p = this.#read(bytes, p);
      const name = this.#name;
      const nameEnd = this.#nameEnd;
      const mailbox = this.#mailbox;
      const mailboxEnd = this.#mailboxEnd;
      const host = this.#host;
      const hostEnd = this.#hostEnd;
      q = this.#read(bytes, q);
      if (
        !same(bytes, mailbox, mailboxEnd, this.#mailbox, this.#mailboxEnd) ||
        !same(bytes, host, hostEnd, this.#host, this.#hostEnd) ||
        !same(bytes, name, nameEnd, this.#name, this.#nameEnd)
      )
        return false;
    }
    return bytes[p] !== OPEN && bytes[q] !== OPEN;
  }

  /** Reads the address at `from`. @returns where it ends. */
  #read(bytes: Uint8Array, from: number): number {
    let p = this.#string(bytes, from + 1);
    this.#name = this.#from;
    this.#nameEnd = this.#to;
    p = this.#string(bytes, this.#string(bytes, p + 1) + 1);
    this.#mailbox = this.#from;
    this.#mailboxEnd = this.#to;
    p = this.#string(bytes, p + 1);
    this.#host = this.#from;
    this.#hostEnd = this.#to;
    return p + 1;
  }

  /** Reads the string at `from`, as `SpanFinder` found it. @returns where it ends. */
  #string(bytes: Uint8Array, from: number): number {
    if (bytes[from] !== QUOTE) {
      this.#from = this.#to = 0;
      return from + NIL_OCTETS;
    }
    let p = from + 1;
    for (let c = bytes[p]; c !== QUOTE; c = bytes[p]) p += c === BACKSLASH ? 2 : 1;
    this.#from = from + 1;
    this.#to = p;
    return p + 1;
  }

  /** Neither the bounds of a group nor without a host, and nothing that a server is known to put in its place. */
  #isUsual(bytes: Uint8Array, odd: number): boolean {
    const length = this.#hostEnd - this.#host;
    const host = bytes[this.#host];
    const invented = host === DOT || (host === M && length === MISSING_DOMAIN_OCTETS);
    if (this.#mailbox === this.#mailboxEnd || length === 0 || invented) return false;
    const name = bytes[this.#name];
    if (
      this.#name !== this.#nameEnd &&
      (name === LESS || (name === BACKSLASH && bytes[this.#name + 1] === LESS))
    )
      return false;
    if ((odd & ~Odd.Word) === 0) return true;
    return (
      standsAsItIs(bytes, this.#mailbox, this.#mailboxEnd) && standsAsItIs(bytes, this.#host, this.#hostEnd)
    );
  }

  #writeName(bytes: Uint8Array, odd: number, row: OctetWriter, search: OctetWriter | null): void {
    let from = this.#name;
    let to = this.#nameEnd;
    if (odd !== 0 && (!standsAsItIs(bytes, from, to) || hasWord(bytes, from, to))) {
      const name = names.get(bytes, from, to) ?? learn(bytes, from, to);
      row.copy(name.row, 0, name.row.length);
      search?.copy(name.search, 0, name.search.length);
      return;
    }
    while (from < to && bytes[from] === SP) from++;
    while (to > from && bytes[to - 1] === SP) to--;
    row.octet(QUOTE);
    row.copy(bytes, from, to);
    row.octet(QUOTE);
    search?.lower(bytes, from, to);
  }
}

const NIL_OCTETS = 3;

function learn(bytes: Uint8Array, from: number, to: number): Name {
  const name = nameOf(ascii(bytes, from, to, true));
  const learnt = { row: encoder.encode(quote(name)), search: encoder.encode(searchable(name)) };
  if (to - from <= MAX_WRITTEN) names.set(bytes, from, to, learnt);
  return learnt;
}

/** Neither an escape nor a control character. */
function standsAsItIs(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c < SP || c === BACKSLASH || c === DELETE) return false;
  }
  return true;
}

function hasWord(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + 1 < to; i++) if (bytes[i] === EQUALS && bytes[i + 1] === QUESTION) return true;
  return false;
}

function same(bytes: Uint8Array, one: number, oneEnd: number, other: number, otherEnd: number): boolean {
  if (oneEnd - one !== otherEnd - other) return false;
  // From behind: where people differ they mostly do so in their addresses.
  for (let i = oneEnd - 1, j = otherEnd - 1; i >= one; i--, j--) if (bytes[i] !== bytes[j]) return false;
  return true;
}

/** Whether two fields are written in the same characters. */
export const sameOctetsAt = (bytes: Uint8Array, at: readonly number[], one: number, other: number): boolean =>
  same(bytes, at[one] as number, at[one + 1] as number, at[other] as number, at[other + 1] as number);
