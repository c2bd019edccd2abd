import { expect, it } from 'vitest';
import { traceText } from './server-tools';

it('a trace as text: connection, seconds since its first line, direction, octets, words', () => {
  const line = { connection: 1, at: 5000, direction: 'sent', octets: 12, text: 'a1 NOOP' } as const;
  expect(
    traceText({
      lines: [line, { ...line, at: 5042, direction: 'received', octets: 20, text: 'a1 OK' }],
      recording: false,
      file: null,
      failed: false,
    }),
  ).toBe('1\t0.000\t>\t12\ta1 NOOP\n1\t0.042\t<\t20\ta1 OK');
  expect(traceText({ lines: [], recording: false, file: null, failed: false })).toBe('');
});
