import type { TestSequencerConstructor } from 'vitest/node';

export declare function longestFirst(long: readonly string[]): TestSequencerConstructor;
