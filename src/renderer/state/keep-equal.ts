/**
 * `next`, with every part that equals its counterpart in `last` replaced by that very object; `last` itself when all
 * is equal. What comes over a port is always new objects: without this, every event draws everything anew that only
 * might have changed. Plain data: objects, arrays and scalars.
 */
export function keepEqual<T>(last: unknown, next: T): T {
  if (Object.is(last, next)) return next;
  if (Array.isArray(next)) {
    const before: readonly unknown[] = Array.isArray(last) ? last : [];
    let same = Array.isArray(last) && before.length === next.length;
    const kept = next.map((value: unknown, i) => {
      const one = keepEqual(before[i], value);
      same &&= one === before[i];
      return one;
    });
    return same ? (last as T) : (kept as T);
  }
  if (!isPlain(next) || !isPlain(last)) return next;
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(last).length;
  // By entries: a key named `__proto__` is a key like others, and setting it would be something else.
  const kept = Object.fromEntries(
    keys.map((key) => {
      const before = Object.hasOwn(last, key) ? last[key] : undefined;
      const one = keepEqual(before, next[key]);
      same &&= one === before && Object.hasOwn(last, key);
      return [key, one];
    }),
  );
  return same ? (last as T) : (kept as T);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
