import type { away as english } from '../en/away';
import type { Translation } from '../translation';

export const away: Translation<typeof english> = {
  title: 'Während Sie weg waren, seit {{since}}',
  label: 'Während Sie weg waren',
  dismiss: 'Schließen',
  arrived_one: '{{formatted}} neu',
  arrived_other: '{{formatted}} neu',
  read_one: '{{formatted}} anderswo gelesen',
  read_other: '{{formatted}} anderswo gelesen',
  starred_one: '{{formatted}} anderswo mit Stern versehen',
  starred_other: '{{formatted}} anderswo mit Stern versehen',
  movedIn_one: '{{formatted}} hierher verschoben',
  movedIn_other: '{{formatted}} hierher verschoben',
  movedOut_one: '{{formatted}} wegverschoben',
  movedOut_other: '{{formatted}} wegverschoben',
  deleted_one: '{{formatted}} gelöscht',
  deleted_other: '{{formatted}} gelöscht',
  more_one: 'und {{count}} weiterer Ordner',
  more_other: 'und {{count}} weitere Ordner',
};
