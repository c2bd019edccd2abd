const values = new WeakMap<Secret, string>();

/**
 * A password or token. It prints, serialises and inspects as dots, so that it cannot reach a log by accident;
 * `reveal()` is the one way to the value and is easy to search for.
 */
export class Secret {
  constructor(value: string) {
    values.set(this, value);
  }
  reveal(): string {
    return values.get(this) ?? '';
  }
  toString(): string {
    return '•••';
  }
  toJSON(): string {
    return '•••';
  }
  [Symbol.toPrimitive](): string {
    return '•••';
  }
  /** Node's `util.inspect` asks for this by its registered symbol. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(•••)';
  }
}
