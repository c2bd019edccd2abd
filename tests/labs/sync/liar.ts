import {
  emptyCopyUid,
  uidNextBehind,
  withoutUidNext,
  withoutUidPlusCodes,
  wrongAppendUid,
  wrongCopyUid,
} from '@main/demo/lies';
import type { Rule } from '@main/demo/script';
import { generator, pick } from '../random';
import type { Lab } from './lab';

/** How many servers lie, until everything is to work again. */
const LIARS = 0.3;

const LIES: ReadonlyArray<() => readonly Rule[]> = [
  () => [{ verb: 'APPEND', act: wrongAppendUid(-1) }],
  () => [{ verb: 'APPEND', act: wrongAppendUid(1000) }],
  () => [{ act: wrongCopyUid(-1) }],
  () => [{ act: wrongCopyUid(1000) }],
  () => [{ act: emptyCopyUid() }],
  () => [{ act: withoutUidPlusCodes() }],
  () => [{ act: withoutUidNext() }],
  () => [{ act: uidNextBehind(3) }],
  // Keywords are taken and not kept.
  () => [
    { verb: 'UID STORE', match: /FLAGS(?:\.SILENT)? \((?!\\)/, act: { do: 'answer', reply: 'OK done' } },
  ],
];

/**
 * Makes the server a liar about APPENDUID, COPYUID, UIDNEXT or keywords, perhaps about two of them. What is drawn for it is
 * drawn apart: a schedule of an honest server is the same with and without this.
 */
export function perhapsLie({ subject: { stage } }: Lab, seed: number): void {
  const random = generator(seed ^ 0x5bd1e995);
  if (!random.chance(LIARS)) return;
  stage.imap.add(...pick(random, LIES)());
  if (random.chance(0.3)) stage.imap.add(...pick(random, LIES)());
}
