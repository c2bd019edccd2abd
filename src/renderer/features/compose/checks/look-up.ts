import { domainOf, type Lookalike, lookalikeOf } from './lookalike';

/** So many addresses are looked up at once: the store has other questions to answer, and a look at one costs a millisecond. */
export const AT_ONCE = 25;

/**
 * What each address looks like to somebody who knows the people that `ask` finds; null for what looks like nobody's. Each
 * question is asked once, however many people are of one domain.
 * @param mine one's own addresses
 * @throws what `ask` throws
 */
export async function lookUp(
  addresses: readonly string[],
  ask: (text: string) => Promise<readonly string[]>,
  mine: readonly string[],
): Promise<ReadonlyMap<string, Lookalike | null>> {
  const answers = new Map<string, Promise<readonly string[]>>();
  const once = (text: string): Promise<readonly string[]> => {
    const answer = answers.get(text) ?? ask(text);
    answers.set(text, answer);
    return answer;
  };
  const found = addresses.map(async (address) => {
    const at = `@${domainOf(address)}`;
    // Those called the same elsewhere, those of that very domain, and those of domains that begin like it.
    const known = await Promise.all(
      [address.slice(0, address.lastIndexOf('@')), at, at.slice(0, 4)].map(once),
    );
    return [address, lookalikeOf(address, known.flat(), mine)] as const;
  });
  return new Map(await Promise.all(found));
}
