import type { unsubscribe as english } from '../en/unsubscribe';
import type { Translation } from '../translation';

export const unsubscribe: Translation<typeof english> = {
  command: 'Odhlásit odběr…',
  left: {
    request: 'Odhlásili jste se {{when}}',
    mail: 'Odhlásili jste se e-mailem {{when}}',
    page: 'Otevřeli jste jejich stránku pro odhlášení {{when}}',
  },
  title: 'Odhlásit odběr {{name}}?',
  looking: 'Zjišťuje se, jak se lze odhlásit…',
  oneClick:
    'Tern požádá {{host}}, aby vyřadil {{address}}. Tím se dozví, že se tato adresa čte. Nic jiného Tern neposílá.',
  mail: '{{to}} odhlašuje e-mailem. Tern napíše zprávu z {{address}}; vy si ji prohlédnete a odešlete.',
  page: 'Odhlásit se lze jen na jejich webu, {{host}}. Jeho otevřením se dozví, že se tato adresa čte.',
  unproven:
    'Nabízejí to jedním požadavkem, ale nic nedokazuje, že je nabídka od nich, proto ji Tern nepoužije.',
  confirm: 'Odhlásit',
  write: 'Napsat zprávu',
  writeInstead: 'Napsat jim místo toho',
  openPage: 'Otevřít {{host}}',
  asking: 'Žádá se {{host}}…',
  result: {
    done: '{{host}} to potvrzuje. Co už je na cestě, může ještě přijít.',
    refused:
      '{{host}} žádost odmítl ({{status}}). Nejspíš jste pořád na seznamu. Nic jiného nebylo odesláno.',
    elsewhere: '{{host}} jen odkázal na jinou adresu, kam Tern nešel. Nejspíš jste pořád na seznamu.',
    'no-answer':
      '{{host}} byl požádán, ale neodpověděl. Možná jste ze seznamu venku, možná ne: sledujte, zda ještě něco přijde.',
    unreachable:
      '{{host}} teď není dostupný, nebo se ho nelze ptát. Nic nebylo odesláno a jste pořád na seznamu.',
  },
};
