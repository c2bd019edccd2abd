import { generator } from '../random';
import { InOwnProcess } from './processes/in-own-process';
import { randomProfile } from './profile';
import { begin, play, SECOND } from './schedule';

/** The same with the engine in a process of its own, killed for real. @returns what went wrong, or null. */
export async function scheduleWithKills(seed: number): Promise<string | null> {
  const random = generator(seed);
  const other = random.chance(SECOND);
  return play(begin(new InOwnProcess(randomProfile(random), other), random, other));
}
