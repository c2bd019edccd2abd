import { expect, it } from 'vitest';
import { lookUp } from './look-up';

it('finds look-alikes, and asks about a domain once, however many of it are written to', async () => {
  const asked: string[] = [];
  const ask = (text: string): Promise<readonly string[]> => {
    asked.push(text);
    return Promise.resolve(text === '@exa' ? ['anna@example.com'] : []);
  };
  const people = Array.from({ length: 20 }, (_, n) => `p${n}@far.example`);
  const found = await lookUp([...people, 'anna@exarnple.com'], ask, []);
  expect(found.size).toBe(21);
  expect(found.get('p0@far.example')).toBeNull();
  expect(found.get('anna@exarnple.com')?.known).toBe('example.com');
  expect(asked.filter((text) => text === '@far.example')).toHaveLength(1);
  expect(asked).toHaveLength(20 + 2 + 3);
});
