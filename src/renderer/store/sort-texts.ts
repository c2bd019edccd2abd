import type { ViewQuery } from '@shared/contract/view-api';
import { baseSubject } from '@shared/model/subject';
import { SEPARATOR } from '@shared/search/line';
import { Alphabet } from './alphabet';
import { HIDDEN } from './message-columns';
import type { StoreState } from './state';

/** Fields of a search line (`shared/search/line`). */
const SUBJECT = 0;
const FROM = 1;
const TO = 2;

/** Whether a list in this order needs the search lines of what it shows. */
export const sortsByText = ({ sort }: ViewQuery): boolean => sort === 'person' || sort === 'subject';

/** What a list is put in order by, from A to Z; null where it is by something else. */
export function alphabetOf(state: StoreState, query: ViewQuery): Alphabet | null {
  if (!sortsByText(query)) return null;
  const text =
    query.sort === 'subject' ? subjectIn : (line: string, slot: number) => person(state, line, slot);
  const { columns, catalogue, search } = state;
  return new Alphabet({
    each(take) {
      for (const folder of catalogue.folders) {
        if (folder.dropped) continue;
        for (const page of search.pages(folder)) {
          let line = 0;
          for (const words of page.text.split('\n')) {
            const slot = state.slotOfLine(folder, page.uids[line++] as number);
            if (slot >= 0) take(slot, text(words, slot));
          }
        }
      }
    },
    one(slot) {
      const line = search.lineOf(state.folderOf(slot), columns, slot);
      return line === undefined ? undefined : text(line, slot);
    },
  });
}

const subjectIn = (line: string): string => bare(baseSubject(field(line, SUBJECT)));

/** Who wrote it; of what one sent oneself, to whom. */
function person({ catalogue, columns }: StoreState, line: string, slot: number): string {
  const shown = columns.shownIn[slot] as number;
  const role = shown === HIDDEN ? null : catalogue.boxes[shown]?.info?.role;
  return bare(field(line, role === 'sent' || role === 'drafts' ? TO : FROM));
}

function field(line: string, index: number): string {
  let from = 0;
  for (let i = 0; i < index; i++) {
    from = line.indexOf(SEPARATOR, from) + 1;
    if (from === 0) return '';
  }
  const to = line.indexOf(SEPARATOR, from);
  return to < 0 ? line.slice(from) : line.slice(from, to);
}

/** Without quotes and brackets at its beginning: nobody looks for a name under them. */
const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}]+/u, '') || text.trim();
