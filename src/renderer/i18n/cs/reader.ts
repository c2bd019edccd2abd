import type { reader as english } from '../en/reader';
import type { Translation } from '../translation';

export const reader: Translation<typeof english> = {
  labels: 'Štítky',
  labelRemove: 'Odebrat štítek „{{name}}“',
  to: 'komu: {{names}}',
  toMore_one: 'komu: {{names}} a {{count}} další',
  toMore_few: 'komu: {{names}} a {{count}} další',
  toMore_other: 'komu: {{names}} a {{count}} dalších',
  toNobody: 'příjemce neuveden',
  alsoFrom: 'Také od',
  when: '{{moment}} · {{ago}}',
  junk: 'Tato zpráva je ve spamu. Pozor na to, co po vás chce.',
  noDate: 'Zpráva nemá datum; toto je doba, kdy dorazila.',
  label: {
    from: 'Od',
    to: 'Komu',
    cc: 'Kopie',
    bcc: 'Skrytá kopie',
    replyTo: 'Odpovědět na',
    date: 'Datum',
  },
  frameLabel: 'Zpráva od {{name}}',
  fold: 'Sbalit tuto zprávu',
  loading: 'Zpráva se stahuje',
  emptyText: 'Tato zpráva nemá text.',
  onlyAttachments: 'Tato zpráva nemá text, jen přílohy.',
  showMore: 'Zobrazit další část této dlouhé zprávy',
  showRest: 'Zobrazit zbytek této dlouhé zprávy',
  showQuote_one: 'Zobrazit citovaný text ({{count}} řádek)',
  showQuote_few: 'Zobrazit citovaný text ({{count}} řádky)',
  showQuote_other: 'Zobrazit citovaný text ({{count}} řádků)',
  showQuoted: 'Zobrazit citovaný text',
  hideQuote: 'Skrýt citovaný text',
  hadForm:
    'Tato zpráva obsahovala formulář. Tern ho odstranil: hesla a čísla karet zadávejte jen na stránce, kterou jste sami otevřeli.',
  cut: 'Tato zpráva je příliš velká, než aby se zobrazila celá. Ve zdroji je všechno.',
  bodyFailed: 'Text této zprávy se nepodařilo stáhnout. {{reason}}',
  writeFailed: 'Odpověď se nepodařilo začít.',
  command: {
    reply: 'Odpovědět',
    replyAll: 'Odpovědět všem',
    forward: 'Přeposlat',
    replyList: 'Odpovědět konferenci',
    forwardAttached: 'Přeposlat jako přílohu',
    redirect: 'Přesměrovat…',
    editAsNew: 'Upravit jako novou zprávu',
    source: 'Zobrazit zdroj',
    print: 'Vytisknout',
    saveFile: 'Uložit jako soubor…',
    next: 'Další zpráva v konverzaci',
    previous: 'Předchozí zpráva v konverzaci',
  },
  letter: {
    file: '„{{name}}“ je soubor. Není v žádné z vašich složek.',
    attached: 'Přišla jako příloha jiné zprávy, pod názvem „{{name}}“.',
    keep: 'Ponechat v tomto počítači',
    folder: 'Otevřené soubory',
  },
  dragOut: 'Přetáhněte z okna ven a zpráva se uloží jako soubor',
  draft: {
    text: 'Toto je koncept. Nebyl odeslán.',
    edit: 'Psát dál',
  },
  receipt: {
    asked: '{{name}} chce vědět, že jste to přečetli. Nic nebylo odesláno.',
    askedElsewhere:
      '{{name}} žádá, aby se {{address}}, což není adresa odesílatele, dozvěděla, že jste to přečetli. Nic nebylo odesláno.',
    askedSeveral: '{{name}} žádá, aby se {{address}} dozvěděli, že jste to přečetli. Nic nebylo odesláno.',
    send: 'Poslat potvrzení',
    ignore: 'Neposílat',
    sent: 'Potvrzení odchází',
    subject: 'Přečteno',
    body: 'Vaše zpráva „{{subject}}“ byla zobrazena. To neznamená, že byla pochopena nebo schválena.',
  },
  sender: {
    failed:
      'Tvrdí, že je z {{domain}}, ta ji však nepodepsala. Může být podvržená, nebo ji změnila poštovní konference.',
  },
  images: {
    blocked_one: '{{count}} obrázek nenačten, aby se odesílatel nedozvěděl, že to čtete.',
    blocked_few: '{{count}} obrázky nenačteny, aby se odesílatel nedozvěděl, že to čtete.',
    blocked_other: '{{count}} obrázků nenačteno, aby se odesílatel nedozvěděl, že to čtete.',
    once: 'Načíst jednou',
    always: 'Vždy od {{address}}',
    unproven: 'Obrázky od {{address}} načítáte vždy, ale není prokázáno, že je tato zpráva odtud.',
    unreceived:
      'Obrázky od {{address}} načítáte vždy, ale tuto zprávu nepřijal žádný z vašich účtů: nikdo neověřil, že je odtud.',
    missing_one: '{{count}} obrázek se nepodařilo načíst.',
    missing_few: '{{count}} obrázky se nepodařilo načíst.',
    missing_other: '{{count}} obrázků se nepodařilo načíst.',
  },
  attachments: {
    title: 'Přílohy',
    open: 'Otevřít',
    save: 'Uložit…',
    saveAll: 'Uložit vše, {{size}}',
    saveAnyway: 'Přesto uložit',
    actions: 'Co s {{name}}',
    onServer: 'na serveru',
    here: 'tady',
    coming: '{{percent}} %',
    unnamed: 'Část {{number}} ({{type}})',
    canRun: 'může spouštět programy',
    disguised: 'zamaskovaný název',
    riskyTitle: 'Uložit {{name}}?',
    risky:
      'Soubory tohoto druhu mohou ve vašem počítači spouštět programy. Tern je neotevírá. Uložte ho, jen pokud jste ho čekali a víte, kdo ho poslal.',
    suspicion: {
      direction:
        'Název tohoto souboru obsahuje skryté znaky, kvůli kterým vypadá jako jiný druh souboru. Uložte ho, jen pokud jste si odesílatelem jisti.',
      'double-extension':
        'Název tohoto souboru předstírá dokument, ale je to program. Uložte ho, jen pokud jste si odesílatelem jisti.',
      'long-spaces':
        'Název tohoto souboru skrývá svůj skutečný druh za dlouhou mezerou. Uložte ho, jen pokud jste si odesílatelem jisti.',
    },
  },
  invitation: {
    title: 'Pozvánka',
    what: 'Pozvánka',
    cancelled: 'Zrušeno',
    when: 'Kdy',
    where: 'Kde',
    organizer: 'Od',
    who: 'Kdo',
    repeats: 'opakuje se',
    come: 'Zúčastníte se?',
    answer: {
      ACCEPTED: 'Ano',
      TENTATIVE: 'Možná',
      DECLINED: 'Ne',
    },
    subject: {
      ACCEPTED: 'Přijato',
      TENTATIVE: 'Možná',
      DECLINED: 'Odmítnuto',
    },
    answered: 'Vaše odpověď je na cestě k pořadateli.',
    answeredOn: {
      ACCEPTED: 'Přijali jste: {{when}}.',
      TENTATIVE: 'Odpověděli jste „možná“: {{when}}.',
      DECLINED: 'Odmítli jste: {{when}}.',
    },
    answeredEarlier: {
      ACCEPTED: 'Přijali jste: {{when}}. Pozvánka se od té doby změnila.',
      TENTATIVE: 'Odpověděli jste „možná“: {{when}}. Pozvánka se od té doby změnila.',
      DECLINED: 'Odmítli jste: {{when}}. Pozvánka se od té doby změnila.',
    },
    more_one: 'a {{count}} další',
    more_few: 'a {{count}} další',
    more_other: 'a {{count}} dalších',
  },
  trust: {
    claims: 'Jméno uvádí {{claimed}}, ale přišlo to z {{address}}.',
    severalSenders: 'Odesílatelů uvedených v této zprávě: {{count}}. Napsat ji mohl jen jeden.',
    sentBy: 'Odeslal(a) {{address}}.',
    replyElsewhere: 'Odpovědi jdou na {{address}}, do jiné domény, než má odesílatel.',
  },
  link: {
    title: 'Otevřít tento odkaz?',
    open: 'Otevřít {{host}}',
    concern: {
      'text-differs': 'V textu je „{{text}}“, ale odkaz vede na {{host}}.',
      'user-info': 'Adresa dává před @ jiné jméno. Vede na {{host}}.',
      punycode: 'Název serveru je napsán písmeny jiné abecedy. Skutečný název je {{host}}.',
      'ip-address': 'Odkaz vede na číslo, {{host}}, ne na pojmenovaný web.',
      'odd-port': 'Odkaz vede na neobvyklý port.',
      'plain-http': 'Spojení by nebylo šifrované.',
    },
  },
  source: {
    title: 'Zdroj',
    what: 'Co zobrazit',
    headers: 'Všechny hlavičky',
    all: 'Celou zprávu',
    copy: 'Kopírovat',
    copyFailed: 'Text se nepodařilo zkopírovat.',
    cut: 'Zobrazeno je jen prvních {{size}}.',
  },
  gone: {
    title: 'Tato zpráva už na serveru není.',
    text: 'Někdo nebo něco ji smazalo nebo přesunulo. Co z ní Tern měl, je tu stále vidět.',
  },
  offline: {
    title: 'Text této zprávy tu ještě není.',
    text: 'Tern je offline. Přijde sám, až se připojení obnoví.',
  },
  unreadable: {
    title: 'Tuto zprávu se nepodařilo přečíst.',
    text: 'Je sestavená způsobem, kterému Tern nerozumí. Její zdroj ukáže vše, co přišlo.',
  },
  unsafe: {
    title: 'Tuto zprávu nelze bezpečně zobrazit.',
    text: 'Nic z ní se nespustilo ani nenačetlo. Její zdroj ukáže vše, co přišlo.',
  },
  winmail: {
    show: 'Zobrazit soubory v {{name}}',
    title: 'Soubory v {{name}}',
    none: 'Nejsou v něm žádné soubory.',
    save: 'Uložit {{name}}',
    damaged: 'Část je poškozená nebo je toho příliš; souborů mohlo být víc.',
  },
  textFiles: {
    show_one: 'Zobrazit soubor v textu: {{names}}',
    show_few: 'Zobrazit {{formatted}} soubory v textu: {{names}}',
    show_other: 'Zobrazit {{formatted}} souborů v textu: {{names}}',
    title: 'Soubory v textu',
    piece: 'Toto je kus souboru; ostatní kusy jsou v jiných zprávách. Uložené je lze spojit.',
  },
  protection: {
    'signed-smime':
      'Tato zpráva je podepsaná (S/MIME), ale Tern podpisy neověřuje: věřte jí jako každé jiné zprávě.',
    'encrypted-smime':
      'Tato zpráva je zašifrovaná nebo zapečetěná (S/MIME). Tern ji neumí otevřít: uložte ji a otevřete v programu, který má váš certifikát.',
  },
  notice: {
    'too-deep':
      'Tato zpráva je neobvykle velká nebo hluboko vnořená; část je vynechaná. Ve zdroji je všechno.',
    'too-many-parts':
      'Tato zpráva je neobvykle velká nebo hluboko vnořená; část je vynechaná. Ve zdroji je všechno.',
    'too-many-headers':
      'Tato zpráva je neobvykle velká nebo hluboko vnořená; část je vynechaná. Ve zdroji je všechno.',
    'headers-too-long':
      'Tato zpráva je neobvykle velká nebo hluboko vnořená; část je vynechaná. Ve zdroji je všechno.',
    'text-cut': 'Text je velmi dlouhý; zobrazen je jen začátek. Celou zprávu lze uložit.',
    'parser-stopped': 'Čtení této zprávy trvalo příliš dlouho. Její zdroj ukáže vše, co přišlo.',
    'ambiguous-header':
      'Tato zpráva je sestavená tak, že se programy nemusí shodnout na tom, co říká. Každá část je uvedena jako příloha.',
    'missing-boundary':
      'Tato zpráva je sestavená tak, že se programy nemusí shodnout na tom, co říká. Každá část je uvedena jako příloha.',
    'parts-after-end':
      'Tato zpráva je sestavená tak, že se programy nemusí shodnout na tom, co říká. Každá část je uvedena jako příloha.',
    'missing-end': 'Zpráva končí předčasně: část jí možná chybí.',
    truncated: 'Zpráva končí předčasně: část nedorazila.',
    'unknown-charset': 'Některé znaky se nepodařilo přečíst: zpráva uvádí špatné nebo neznámé kódování.',
    'unknown-encoding': 'Část této zprávy je zabalená způsobem, který Tern nezná; zobrazuje se, jak přišla.',
    other: 'Na této zprávě je něco neobvyklého ({{code}}).',
  },
};
