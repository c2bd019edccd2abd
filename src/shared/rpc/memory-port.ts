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
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => other.deliver(copy));
    },
    onMessage: (handler) => own.onMessage(handler),
    onClose: (handler) => own.onClose(handler),
    close() {
      own.close();
      queueMicrotask(() => other.close());
    },
  };
}
