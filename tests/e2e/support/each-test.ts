import { afterEach, expect } from 'vitest';
import { takeFailures } from './failures';

// A failure that Tern tells and no test expected fails the test in which it came, whatever that looks at.
afterEach(() => expect(takeFailures()).toEqual([]));
