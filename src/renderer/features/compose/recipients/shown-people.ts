/** People beyond these wait until somebody asks for them: thousands of tokens stop the window for seconds. */
export const ROOM = 100;
const MOST_AT_REST = 8;

/**
 * Which of a field's people are shown, by their index, in order. While one writes in it these are the last ones, next to what
 * is being typed, and any that have to be mended; else the first.
 * @param room how many may be shown while one writes
 */
export function shownPeople<P>(
  people: readonly P[],
  inside: boolean,
  room: number,
  isGood: (person: P) => boolean,
): readonly number[] {
  const all = [...people.keys()];
  if (!inside) return people.length <= MOST_AT_REST + 2 ? all : all.slice(0, MOST_AT_REST);
  if (people.length <= room) return all;
  const from = people.length - room;
  const bad = all.slice(0, from).filter((index) => {
    const person = people[index];
    return person !== undefined && !isGood(person);
  });
  return [...bad.slice(0, room), ...all.slice(from)];
}
