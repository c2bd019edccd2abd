import type { Command } from '../session/command';
import type { Namespaces } from '../types';

/** NAMESPACE (RFC 2342 §5). */
export function namespace(): Command<Namespaces> {
  let answer: Namespaces = { personal: [], otherUsers: [], shared: [] };
  return {
    name: 'NAMESPACE',
    lane: { answers: ['NAMESPACE'] },
    idempotent: true,
    write: (w) => void w.raw('NAMESPACE'),
    collect(response) {
      if (response.type !== 'namespace') return false;
      answer = response.namespaces;
      return true;
    },
    finish: () => answer,
  };
}
