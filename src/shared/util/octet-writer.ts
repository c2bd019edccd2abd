const encoder = new TextEncoder();

/** So much room there is at first. */
const FIRST = 64 * 1024;
/** From here on a native copy is faster than a loop. */
const LONG = 64;
/** A UTF-16 unit is at most three octets. */
const PER_UNIT = 3;
const DIGITS = 16;

const LOWER = Uint8Array.from({ length: 256 }, (_, c) => (c >= 0x41 && c <= 0x5a ? c + 0x20 : c));

/**
 * Octets in the making. What comes from octets goes into octets: a text that nobody looks at need not become a string on
 * the way, which costs more than all that is done with it.
 */
export class OctetWriter {
  /** What was written, as far as `length`. Another array when it has grown. */
  octets = new Uint8Array(FIRST);
  length = 0;

  octet(value: number): void {
    if (this.length === this.octets.length) this.#grow(1);
    this.octets[this.length++] = value;
  }

  /** A text as UTF-8. */
  text(text: string): void {
    const { length } = text;
    this.#room(length);
    const { octets } = this;
    let at = this.length;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.length = at;
        this.#encode(i === 0 ? text : text.slice(i));
        return;
      }
      octets[at++] = unit;
    }
    this.length = at;
  }

  /** The octets [start, end) of `from`. */
  copy(from: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    const { octets } = this;
    let at = this.length;
    this.length += end - start;
    if (end - start > LONG) octets.set(from.subarray(start, end), at);
    else for (let i = start; i < end; i++) octets[at++] = from[i] as number;
  }

  /** The same with A–Z as a–z. */
  lower(from: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    const { octets } = this;
    let at = this.length;
    for (let i = start; i < end; i++) octets[at++] = LOWER[from[i] as number] as number;
    this.length = at;
  }

  /** A whole number in digits, as `String` writes it. */
  decimal(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      this.text(String(value));
      return;
    }
    this.#room(DIGITS);
    const { octets } = this;
    let digits = 1;
    for (let bound = 10; bound <= value; bound *= 10) digits++;
    let at = this.length + digits;
    this.length = at;
    let rest = value;
    // Division of what fits into 32 bits is several times faster.
    while (rest > 0x7fffffff) {
      const tens = Math.floor(rest / 10);
      octets[--at] = 0x30 + (rest - tens * 10);
      rest = tens;
    }
    let small = rest | 0;
    do {
      const tens = (small / 10) | 0;
      octets[--at] = 0x30 + (small - tens * 10);
      small = tens;
    } while (small > 0);
  }

  #encode(text: string): void {
    this.#room(PER_UNIT * text.length);
    this.length += encoder.encodeInto(text, this.octets.subarray(this.length)).written;
  }

  #room(more: number): void {
    if (this.length + more > this.octets.length) this.#grow(more);
  }

  #grow(more: number): void {
    const bigger = new Uint8Array(Math.max(this.length + more, 2 * this.octets.length));
    bigger.set(this.octets.subarray(0, this.length));
    this.octets = bigger;
  }
}
