import type { away as english } from '../en/away';
import type { Translation } from '../translation';

export const away: Translation<typeof english> = {
  title: 'Zatímco jste byli pryč, od {{since}}',
  label: 'Zatímco jste byli pryč',
  dismiss: 'Zavřít',
  arrived_one: '{{formatted}} nová',
  arrived_few: '{{formatted}} nové',
  arrived_other: '{{formatted}} nových',
  read_one: '{{formatted}} přečtena jinde',
  read_few: '{{formatted}} přečteny jinde',
  read_other: '{{formatted}} přečteno jinde',
  starred_one: '{{formatted}} dostala jinde hvězdičku',
  starred_few: '{{formatted}} dostaly jinde hvězdičku',
  starred_other: '{{formatted}} dostalo jinde hvězdičku',
  movedIn_one: '{{formatted}} přesunuta sem',
  movedIn_few: '{{formatted}} přesunuty sem',
  movedIn_other: '{{formatted}} přesunuto sem',
  movedOut_one: '{{formatted}} přesunuta pryč',
  movedOut_few: '{{formatted}} přesunuty pryč',
  movedOut_other: '{{formatted}} přesunuto pryč',
  deleted_one: '{{formatted}} smazána',
  deleted_few: '{{formatted}} smazány',
  deleted_other: '{{formatted}} smazáno',
  more_one: 'a {{count}} další složka',
  more_few: 'a {{count}} další složky',
  more_other: 'a {{count}} dalších složek',
};
