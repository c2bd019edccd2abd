import { type Port, PortCore } from './port';

/** Two connected in-memory ports. Messages cross as structured clones, one microtask later, as over a real channel. */
export function memoryPortPair(): [Port, Port] {
  const a = new PortCore();
  const b = new PortCore();
  return [end(a, b), end(b, a)];
}

function end(own: PortCore, other: PortCore): Port {
  return {
    post(message) {
      const copy = cloned(message);
      void Promise.resolve().then(() => other.deliver(copy));
    },
    onMessage: (handler) => own.onMessage(handler),
    onClose: (handler) => own.onClose(handler),
    close() {
      own.close();
      void Promise.resolve().then(() => other.close());
    },
  };
}

/** A copy of one of the arrays that facts are made of; null for others. A Buffer's own `slice` would share its memory. */
function columns(value: ArrayBufferView): ArrayBufferView | null {
  if (value instanceof Uint32Array || value instanceof Float64Array) return value.slice();
  return value instanceof Uint8Array ? Uint8Array.prototype.slice.call(value) : null;
}

/**
 * A structured clone. Plain objects and arrays, which is nearly all there is, are copied here: the platform's own way
 * writes a message out and reads it back, which made it a tenth of what an engine in memory does.
 */
function cloned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' || typeof value === 'symbol' ? structuredClone(value) : value;
  }
  if (Array.isArray(value)) return value.map(cloned);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return columns(value) ?? structuredClone(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) copy[key] = cloned(part);
  return copy;
}
