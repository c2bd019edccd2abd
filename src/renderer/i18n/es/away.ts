import type { away as english } from '../en/away';
import type { Translation } from '../translation';

export const away: Translation<typeof english> = {
  title: 'En su ausencia, desde {{since}}',
  label: 'En su ausencia',
  dismiss: 'Cerrar',
  arrived_one: '{{formatted}} nuevo',
  arrived_many: '{{formatted}} nuevos',
  arrived_other: '{{formatted}} nuevos',
  read_one: '{{formatted}} leído en otro lugar',
  read_many: '{{formatted}} leídos en otro lugar',
  read_other: '{{formatted}} leídos en otro lugar',
  starred_one: '{{formatted}} destacado en otro lugar',
  starred_many: '{{formatted}} destacados en otro lugar',
  starred_other: '{{formatted}} destacados en otro lugar',
  movedIn_one: '{{formatted}} movido aquí',
  movedIn_many: '{{formatted}} movidos aquí',
  movedIn_other: '{{formatted}} movidos aquí',
  movedOut_one: '{{formatted}} movido a otro sitio',
  movedOut_many: '{{formatted}} movidos a otro sitio',
  movedOut_other: '{{formatted}} movidos a otro sitio',
  deleted_one: '{{formatted}} eliminado',
  deleted_many: '{{formatted}} eliminados',
  deleted_other: '{{formatted}} eliminados',
  more_one: 'y {{count}} carpeta más',
  more_many: 'y {{count}} carpetas más',
  more_other: 'y {{count}} carpetas más',
};
