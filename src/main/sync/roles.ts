import type { MailboxRole } from '@shared/model/message';

/** SPECIAL-USE attributes (RFC 6154 §2, RFC 8457) and XLIST's older names, lower case. */
const BY_ATTRIBUTE: Readonly<Record<string, MailboxRole>> = {
  '\\inbox': 'inbox',
  '\\archive': 'archive',
  '\\drafts': 'drafts',
  '\\sent': 'sent',
  '\\junk': 'junk',
  '\\spam': 'junk',
  '\\trash': 'trash',
  '\\all': 'all',
  '\\allmail': 'all',
  '\\flagged': 'flagged',
  '\\starred': 'flagged',
  '\\important': 'important',
};

/** Names that servers without SPECIAL-USE give these mailboxes, in the languages of the large providers. */
const BY_NAME: ReadonlyArray<readonly [MailboxRole, readonly string[]]> = [
  [
    'archive',
    [
      'archive',
      'archives',
      'archiv',
      'archivio',
      'archivo',
      'arquivo',
      'архив',
      'アーカイブ',
      '归档',
      'archiwum',
    ],
  ],
  [
    'drafts',
    [
      'drafts',
      'draft',
      'entwürfe',
      'entwurf',
      'brouillons',
      'bozze',
      'borradores',
      'rascunhos',
      'concepten',
      'utkast',
      'kladder',
      'koncepty',
      'rozepsané',
      'wersje robocze',
      'черновики',
      'πρόχειρα',
      '下書き',
      '草稿',
      '草稿箱',
    ],
  ],
  [
    'sent',
    [
      'sent',
      'sent items',
      'sent messages',
      'sent mail',
      'gesendet',
      'gesendete objekte',
      'gesendete elemente',
      'envoyés',
      'éléments envoyés',
      'inviata',
      'posta inviata',
      'enviados',
      'elementos enviados',
      'itens enviados',
      'verzonden',
      'verzonden items',
      'skickat',
      'sendt',
      'odeslané',
      'odeslaná pošta',
      'wysłane',
      'отправленные',
      'απεσταλμένα',
      '送信済み',
      '送信済みメール',
      '已发送',
      '已发送邮件',
    ],
  ],
  [
    'junk',
    [
      'junk',
      'spam',
      'junk e-mail',
      'junk email',
      'junk mail',
      'bulk mail',
      'spamverdacht',
      'unerwünscht',
      'pourriel',
      'indésirables',
      'courrier indésirable',
      'posta indesiderata',
      'correo no deseado',
      'lixo eletrônico',
      'ongewenste e-mail',
      'skräppost',
      'nevyžádaná pošta',
      'спам',
      'ανεπιθύμητα',
      '迷惑メール',
      '垃圾邮件',
    ],
  ],
  [
    'trash',
    [
      'trash',
      'deleted items',
      'deleted messages',
      'deleted',
      'bin',
      'papierkorb',
      'gelöschte objekte',
      'gelöschte elemente',
      'corbeille',
      'éléments supprimés',
      'cestino',
      'posta eliminata',
      'papelera',
      'elementos eliminados',
      'lixeira',
      'itens excluídos',
      'prullenbak',
      'papperskorgen',
      'papirkurv',
      'koš',
      'kosz',
      'корзина',
      'удаленные',
      'κάδος',
      'ゴミ箱',
      '已删除',
      '已删除邮件',
    ],
  ],
];

interface Named {
  readonly name: string;
  readonly delimiter: string | null;
  readonly attributes: readonly string[];
}

/**
 * The role of each listed mailbox. What the server says wins; names count only for roles that nothing claims, and
 * each role is given once, to the mailbox highest in the hierarchy.
 */
export function assignRoles<T extends Named>(listed: readonly T[]): Map<T, MailboxRole> {
  const roles = new Map<T, MailboxRole>();
  const taken = new Set<MailboxRole>();
  const give = (mailbox: T, role: MailboxRole): void => {
    if (taken.has(role) || roles.has(mailbox)) return;
    roles.set(mailbox, role);
    taken.add(role);
  };
  for (const mailbox of listed) if (mailbox.name.toUpperCase() === 'INBOX') give(mailbox, 'inbox');
  for (const mailbox of listed) {
    for (const attribute of mailbox.attributes) {
      const role = BY_ATTRIBUTE[attribute.toLowerCase()];
      if (role) give(mailbox, role);
    }
  }
  const depth = (m: T): number => (m.delimiter === null ? 0 : m.name.split(m.delimiter).length);
  const byDepth = [...listed].sort((a, b) => depth(a) - depth(b));
  for (const [role, names] of BY_NAME) {
    for (const mailbox of byDepth) {
      if (depth(mailbox) > 2 || mailbox.attributes.includes('\\noselect')) continue;
      const leaf =
        (mailbox.delimiter === null ? mailbox.name : mailbox.name.split(mailbox.delimiter).at(-1)) ?? '';
      if (names.includes(leaf.toLocaleLowerCase('en'))) give(mailbox, role);
    }
  }
  for (const mailbox of listed) if (!roles.has(mailbox)) roles.set(mailbox, null);
  return roles;
}
