import type { pop3 as english } from '../en/pop3';
import type { Translation } from '../translation';

export const pop3: Translation<typeof english> = {
  title: 'Pošta na serveru',
  leaveLabel: 'Zprávy, které jsou bezpečně tady',
  leave: {
    always: 'Zůstávají na serveru',
    days: 'Zůstávají na serveru několik dní',
    'until-deleted': 'Zůstávají na serveru, dokud se tu nesmažou',
    never: 'Odstraňují se ze serveru',
  },
  leaveHint: {
    always: 'Jiná zařízení a webmail je vidí dál',
    days: 'Počítáno ode dne, kdy je Tern stáhl',
    'until-deleted': 'Trvale smazané tady, v koši nestačí',
    never: 'Až když je Tern uložil a ověřil',
  },
  days: 'Dny',
  neverNotice: 'Pošta je pak jen v tomto počítači. Jiná zařízení ji už neuvidí; myslete na zálohu.',
  comingLabel: 'Co se stahuje',
  coming: {
    whole: 'Celé zprávy',
    limit: 'Celé zprávy do určité velikosti',
    headers: 'Jen hlavičky',
  },
  comingHint: {
    whole: 'Vše lze číst bez připojení',
    limit: 'U větších jen hlavičky, dokud si neřeknete o zbytek',
    headers: 'Zbytek zprávy přijde, když si o něj řeknete',
  },
  limitLabel: 'Do',
  intoLabel: 'Nová pošta jde do',
  intoOwn: 'Vlastní doručené pošty tohoto účtu',
  intoOther: 'Doručené pošty účtu {{name}}',
  rest: {
    title: 'Z této zprávy jsou tu jen hlavičky.',
    text: 'Na serveru má {{size}}.',
    load: 'Načíst zbytek',
    wanted: 'Zbytek této zprávy je na cestě. Offline přijde s příštím připojením.',
    gone: 'Z této zprávy jsou tu jen hlavičky a zbytek už na serveru není.',
  },
};
