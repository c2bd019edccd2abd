import type { errors as english } from '../en/errors';
import type { Translation } from '../translation';
import { hereErrors } from './errors-here';
import { loginErrors } from './errors-login';
import { serverErrors } from './errors-server';

export const errors: Translation<typeof english> = {
  theServer: 'server',
  unknown: {
    title: 'Něco se nepovedlo ({{code}}).',
    text: 'Nic se nezměnilo. Možná pomůže zkusit to znovu; v podrobnostech je, co server odpověděl.',
  },
  'not-kept': {
    title: 'Tuto zprávu nelze vrátit.',
    text: 'V tomto počítači byla jen její hlavička. Nic se nezměnilo.',
  },
  'no-such-place': {
    title: 'Takový soubor ani složka neexistuje.',
    text: 'Zkontrolujte cestu a zda ji smíte číst.',
  },
  'not-a-folder': {
    title: 'To je soubor, ne složka.',
    text: 'Zvolte složku, ve které je, nebo jinou.',
  },
  'no-such-job': {
    title: 'Odsud to nelze začít znovu.',
    text: 'Nic se nezměnilo. Začněte znovu v „Import a export“.',
  },
  'nothing-found': {
    title: 'Není tam pošta, kterou by Tern znal.',
    text: 'Tern čte profily Thunderbirdu, Maildir, soubory mbox, exporty z Apple Mail, soubory .eml a .emlx a vlastní zálohy.',
  },
  'no-folders-inside': {
    title: 'Tento server nemá složky ve složkách.',
    text: 'Importujte složky po jedné, nebo je nejdřív importujte do tohoto počítače.',
  },
  'other-backup': {
    title: 'V této složce je záloha jiného účtu.',
    text: 'Nic se v ní nezměnilo. Zvolte jinou složku.',
  },
  'begun-gone': {
    title: 'Co bylo zapsáno dřív, už ve složce není.',
    text: 'Nic dalšího se tam nezapsalo. Je-li to na jiném disku, připojte ho a začněte znovu; pokračuje se tam, kde se skončilo.',
  },
  'no-backup': {
    title: 'V této složce není záloha.',
    text: 'Zvolte složku, ve které je soubor tern-backup.json.',
  },
  'disk-enospc': {
    title: 'Disk je plný.',
    text: 'Co bylo hotové, zůstává. Uvolněte místo a začněte znovu; pokračuje se tam, kde se skončilo.',
  },
  'disk-edquot': {
    title: 'Vaše kvóta na tomto disku je vyčerpaná.',
    text: 'Co bylo hotové, zůstává. Uvolněte místo a začněte znovu; pokračuje se tam, kde se skončilo.',
  },
  'disk-eacces': {
    title: 'Tuto složku nelze číst nebo do ní zapisovat.',
    text: 'Změňte její oprávnění, nebo zvolte jinou.',
  },
  'disk-eperm': {
    title: 'Systém Ternu nedovoluje tuto složku používat.',
    text: 'Povolte to v nastavení soukromí systému, nebo zvolte jinou.',
  },
  'disk-erofs': {
    title: 'Na tento disk nelze zapisovat.',
    text: 'Zvolte složku na jiném.',
  },
  'disk-enoent': {
    title: 'Soubor nebo složka zmizely.',
    text: 'Mezitím byly přesunuty nebo odstraněny. Co bylo hotové, zůstává; začněte znovu a bude se pokračovat.',
  },
  'disk-eio': {
    title: 'Disk má vadu.',
    text: 'Na jednom místě z něj nešlo číst nebo na něj zapisovat. Uložte, co na něm je, na jiný.',
  },
  internal: {
    title: 'Tern udělal chybu.',
    text: 'Nic se nezměnilo. Možná pomůže zkusit to znovu. Podrobnosti níže pomohou těm, kdo ji opraví.',
  },
  'no-space': {
    title: 'Disk je plný.',
    text: 'Toto se neuložilo; vše dříve uložené je v bezpečí. Uvolněte na disku místo a udělejte to znovu.',
  },
  'space-low': {
    title: 'Disk je skoro plný.',
    text: 'Co lze znovu stáhnout ze serveru, se tu neuchovává, dokud nebude místo. Nic se neztratilo: je to na serveru. Uvolněte místo a zkuste to znovu.',
  },
  io: {
    title: 'Disk odmítl zápis.',
    text: 'Toto se neuložilo; vše dříve uložené je v bezpečí. Zkontrolujte disk a udělejte to znovu.',
  },
  'taken-over': {
    title: 'Složka Ternu zmizela, nebo s ní pracuje jiný Tern.',
    text: 'Toto se neuložilo; vše dříve uložené je v bezpečí. Zkopírujte si rozepsaný text, ukončete Tern a spusťte ho znovu.',
  },
  'queue-full': {
    title: 'Disk nestíhá.',
    text: 'Toto se neuložilo; vše dříve uložené je v bezpečí. Chvíli počkejte a udělejte to znovu.',
  },
  missing: {
    title: 'Soubor, který Tern uchovával, už na disku není.',
    text: 'Odstranilo ho něco jiného. Pokud přišel ze serveru, je tam pořád a stáhne se, až ho znovu otevřete.',
  },
  corrupt: {
    title: 'Soubor, který Tern uchovával, se na disku poškodil.',
    text: 'Poškozené bajty byly odloženy stranou a nezobrazují se. Pokud přišel ze serveru, je tam pořád a stáhne se, až ho znovu otevřete.',
  },
  closed: {
    title: 'Spojení se serverem {{host}} se přerušilo.',
    text: 'Co bylo na cestě, se zkusí znovu, až se připojení obnoví.',
  },
  cancelled: {
    title: 'Zastaveno.',
    text: 'Nic se nezměnilo.',
  },
  overloaded: {
    title: 'Příliš mnoho najednou.',
    text: 'Chvíli počkejte a zkuste to znovu.',
  },
  'auth-failed': {
    title: 'Jméno nebo heslo nebylo přijato.',
    text: 'Zkontrolujte obojí. Někteří poskytovatelé chtějí heslo aplikace, které vytvoříte v nastavení účtu na jejich webu, nebo tam mají poštovní programy vypnuté, dokud je nepovolíte.',
  },
  'auth-missing': {
    title: '{{host}} nechce heslo, nebo ne způsobem, který Tern zná.',
    text: 'Ověřte, že server a port jsou ty pro poštovní programy. Nic nebylo posláno nešifrovaně.',
  },
  'no-safe-mechanism': {
    title: '{{host}} přijímá hesla jen nešifrovaně.',
    text: 'Tern vaše neposlal, protože by ho kdokoli po cestě mohl přečíst. Zvolte pro tento server TLS.',
  },
  'server-not-verified': {
    title: '{{host}} nedokázal, že zná vaše heslo.',
    text: 'Někdo se může vydávat za váš server. Nic nebylo odesláno. Než to zkusíte znovu, zkontrolujte název serveru.',
  },
  ...loginErrors,
  ...serverErrors,
  ...hereErrors,
  dns: {
    title: 'Server s názvem {{host}} neexistuje.',
    text: 'Zkontrolujte, jak je název napsaný. Je-li správně, možná v síti nefunguje DNS; Tern to sám zkusí znovu.',
  },
  refused: {
    title: '{{host}} odmítá spojení na portu {{port}}.',
    text: 'Počítač tam je, ale na tomto portu nic neposlouchá. Zkontrolujte port, nebo se server právě restartuje.',
  },
  timeout: {
    title: '{{host}} včas neodpověděl.',
    text: 'Server možná neběží, nebo spojení pohlcuje firewall. Zkontrolujte server a port; Tern to sám zkusí znovu.',
  },
  offline: {
    title: 'Není k dispozici síť.',
    text: 'Poštu, která je tady, můžete číst, třídit a odpovídat na ni. Odejde to, až se připojení obnoví.',
  },
  intercepted: {
    title: 'Místo serveru {{host}} odpovídá něco jiného.',
    text: 'Často je to přihlašovací stránka Wi-Fi: otevřete webovou stránku a přihlaste se tam. Nic tam nebylo odesláno. Poštu, která je tady, lze zatím používat a Tern to sám zkusí znovu.',
  },
  'tls-self-signed': {
    title: '{{host}} předložil certifikát, který ručí jen sám za sebe.',
    text: 'Někdo může poslouchat, nebo si správce certifikát vyrobil sám. Nic nebylo odesláno. Je-li to váš vlastní server, porovnejte otisk a důvěřujte tomuto jednomu certifikátu.',
  },
  'tls-expired': {
    title: 'Certifikátu serveru {{host}} vypršela platnost.',
    text: 'Správce ho zapomněl obnovit, nebo jdou hodiny tohoto počítače špatně. Nic nebylo odesláno. Zkontrolujte hodiny a pak se zeptejte poskytovatele.',
  },
  'tls-wrong-host': {
    title: '{{host}} předložil certifikát na jiný název.',
    text: 'Někdo může poslouchat, nebo je server špatně nastavený. Nic nebylo odesláno. V certifikátu je název serveru, pro který platí; obvykle pomůže použít ten.',
  },
  'tls-untrusted': {
    title: 'Certifikát serveru {{host}} podepsala autorita, kterou tento počítač nezná.',
    text: 'Někdo může poslouchat, nebo má vaše organizace vlastní autoritu. Nic nebylo odesláno. Porovnejte otisk s tím, který vám řekne správce serveru.',
  },
  'tls-pin-changed': {
    title: '{{host}} předložil jiný certifikát než ten, kterému důvěřujete.',
    text: 'Správce ho možná vyměnil, nebo někdo poslouchá. Nic nebylo odesláno. Než budete novému důvěřovat, zeptejte se správce.',
  },
  'tls-version': {
    title: '{{host}} nabízí jen šifrování, které už není bezpečné.',
    text: 'Nic nebylo odesláno. Poskytovatel musí zapnout TLS 1.2 nebo novější.',
  },
  'tls-failed': {
    title: 'Šifrované spojení se serverem {{host}} se nenavázalo.',
    text: 'Nic nebylo odesláno. Zkontrolujte port a zda je pro TLS, nebo STARTTLS.',
  },
  'not-tls': {
    title: '{{host}} na portu {{port}} nemluví TLS.',
    text: 'Port může být pro STARTTLS: 143 nebo 110 pro příchozí, 587 pro odchozí poštu. Nic nebylo odesláno.',
  },
  'no-starttls': {
    title: '{{host}} na tomto portu šifrování nenabízí.',
    text: 'Vaše heslo nebylo odesláno. Zkuste TLS na portu 993 (IMAP), 995 (POP3) nebo 465 (SMTP).',
  },
  'starttls-injection': {
    title: 'Někdo zasáhl do spojení se serverem {{host}}.',
    text: 'Před začátkem šifrování byly podstrčeny příkazy. Nic nebylo odesláno. Zkuste to z jiné sítě.',
  },
  'not-imap': {
    title: 'Co odpovídá na {{host}}, port {{port}}, není server IMAP.',
    text: 'Zkontrolujte server a port. IMAP bývá na portu 993.',
  },
  'not-pop3': {
    title: 'Co odpovídá na {{host}}, port {{port}}, není server POP3.',
    text: 'Zkontrolujte server a port. POP3 bývá na portu 995.',
  },
  'not-smtp': {
    title: 'Co odpovídá na {{host}}, port {{port}}, není server pro odesílání pošty.',
    text: 'Zkontrolujte server a port. Odesílá se obvykle na portu 465 nebo 587.',
  },
  protocol: {
    title: '{{host}} dal odpověď, která nedává smysl.',
    text: 'Tern spojení ukončil a začíná znovu. Ostatní složky a účty běží dál; nic se neztratilo.',
  },
  'server-temporary': {
    title: '{{host}} to teď neumí.',
    text: 'Tern to sám zkusí znovu.',
  },
  'server-permanent': {
    title: '{{host}} odmítá.',
    text: 'Zkoušet to stejně znovu nepomůže. Důvod možná řeknou slova serveru níže.',
  },
  'greeting-refused': {
    title: '{{host}} nechce s Ternem mluvit.',
    text: 'Možná je přetížený, nebo tuto síť na čas zablokoval. Tern to zkusí později.',
  },
  busy: {
    title: '{{host}} má příliš práce.',
    text: 'Tern počká a sám to zkusí znovu.',
  },
  'mailbox-locked': {
    title: 'Schránku používá jiný program.',
    text: 'Až jiný program skončí, Tern to sám zkusí znovu.',
  },
  'mailbox-gone': {
    title: 'Složka zmizela.',
    text: 'Byla jinde smazána nebo přejmenována, nebo byl její účet z Ternu odebrán. Zvolte jinou složku.',
  },
  'mailbox-has-news': {
    title: 'Ve složce je pošta, kterou jste neviděli.',
    text: 'Proto nebyla smazána. Podívejte se do ní (je-li skrytá, nejdřív ji zobrazte) a pak ji smažte znovu.',
  },
  'no-trash': {
    title: 'Nic se nesmazalo.',
    text: 'Tern v tomto účtu nezná koš, kam by to dal. Pokud se složky ještě načítají, zkuste to za chvíli; pokud účet koš nemá, Tern se zeptá, než něco trvale smaže.',
  },
  'no-permission': {
    title: 'Server to nedovoluje.',
    text: 'V této složce na to nemáte právo. Seznam zase ukazuje, co má server.',
  },
  'over-quota': {
    title: 'Schránka na serveru je plná.',
    text: 'Něco tam smažte a zkuste to znovu.',
  },
  gone: {
    title: 'Zpráva už na serveru není.',
    text: 'Byla jinde smazána nebo přesunuta. Co je o ní známo, zůstává tady vidět.',
  },
  'flag-not-kept': {
    title: 'Server tuto značku neuchovává.',
    text: 'Zobrazuje se tu jen do příštího porovnání složky se serverem.',
  },
  'mark-stays': {
    title: 'Server tuto značku neodebere.',
    text: 'Zůstává na zprávě, tady i v jiných programech.',
  },
  'mark-not-shown': {
    title: 'Značka na zprávě je, ale nelze ji tu zobrazit.',
    text: 'Server ji uchovává. V jedné složce Tern zobrazí 32 různých štítků a tato jich má víc. Jiné programy ji zobrazí.',
  },
  'move-not-done': {
    title: 'Server řekl, že zprávu přesunul, ale neudělal to.',
    text: 'Je pořád tam, kde byla, a nic se neztratilo. Možná pomůže zkusit to znovu.',
  },
  'not-proven': {
    title: 'Nepodařilo se dokázat, že kopie dorazila.',
    text: 'Originál proto zůstal, kde je. Než to zkusíte znovu, podívejte se do cílové složky.',
  },
  'original-stays': {
    title: 'Zkopírovala se, ale server odmítl odstranit originál.',
    text: 'Je teď v obou složkách a nic se neztratilo. Zkuste to znovu, nebo jednu z nich smažte.',
  },
  'copies-stay': {
    title: 'Originál je tam, kde byl, a v druhé složce zůstala kopie.',
    text: 'Tern nemohl dokázat, že je kopie jeho, nebo ji server drží. Podívejte se na obě a smažte tu přebytečnou.',
  },
  'too-large': {
    title: 'Je to větší, než je dovoleno.',
    text: 'Server nebo Tern má omezení. Pošlete to po částech nebo jako odkaz.',
  },
  'sender-refused': {
    title: 'Server vás z této adresy nenechá odesílat.',
    text: 'Zvolte identitu, která k tomuto účtu patří.',
  },
  'recipient-refused': {
    title: 'Server odmítá příjemce.',
    text: 'Zkontrolujte adresu. Ani ostatním se neodeslalo, dokud nerozhodnete.',
  },
  'some-refused': {
    title: 'Server odmítá některé příjemce.',
    text: 'Zkontrolujte jejich adresy, nebo odešlete jen ostatním.',
  },
  'no-recipients': {
    title: 'Není komu to poslat.',
    text: 'Přidejte příjemce.',
  },
  'bad-address': {
    title: 'Některá adresa není správně napsaná.',
    text: 'Opravte ji a zkuste to znovu.',
  },
  greylisted: {
    title: 'Server žádá zkusit to později.',
    text: 'Je to běžná kontrola proti spamu. Tern to sám zkusí znovu.',
  },
  'message-refused': {
    title: 'Server zprávu odmítá.',
    text: 'Možná ji považuje za spam nebo za příliš velkou. Víc říkají jeho slova níže.',
  },
  'requiretls-unsupported': {
    title: '{{host}} nemůže zaručit šifrovaná spojení po celé cestě.',
    text: 'Zpráva nebyla nikomu odeslána. Upravte ji a přání zrušte, nebo ji odešlete z účtu, jehož server to umí.',
  },
  'not-supported': {
    title: '{{host}} neumí, co tato zpráva potřebuje.',
    text: 'Odešlete ji v jednodušší podobě: obyčejná písmena v adresách, kratší řádky.',
  },
  uncertain: {
    title: 'Není známo, zda to dorazilo.',
    text: 'Spojení se přerušilo, než server odpověděl. Tern se podívá, než cokoli udělá znovu.',
  },
  'needs-consent': {
    title: 'V tomto počítači není funkční klíčenka.',
    text: 'Rozhodněte, jak se má heslo uchovat.',
  },
  'needs-password': {
    title: 'Chybí heslo.',
    text: 'Zadejte ho a bude se pokračovat.',
  },
  keyring: {
    title: 'Klíčenku nelze otevřít.',
    text: 'Možná je zamčená. Vaše heslo v ní pořád je; odemkněte ji a zkuste to znovu.',
  },
  'cache-full': {
    title: 'Disk je plný.',
    text: 'Další pošta se tu neuchovává, dokud nebude místo. Co píšete a děláte, se ukládá do místa, které je pro to odložené.',
  },
  'cache-failed': {
    title: 'Místní kopii vaší pošty nelze otevřít.',
    text: 'Zkusí se to znovu. Nic, co jste napsali, v ní není a vše lze stáhnout ze serveru.',
  },
  'store-lost': {
    title: 'Místní kopie vaší pošty se musela zavřít.',
    text: 'Vytváří se znovu ze serveru. Nic, co jste napsali, v ní není.',
  },
  'unsent-mail': {
    title: 'V tomto účtu je neodeslaná pošta.',
    text: 'Nejdřív ji odešlete nebo zahoďte, nebo účet odeberte i s ní.',
  },
  'already-sent': {
    title: 'Už to bylo odesláno.',
    text: 'Už to nelze vzít zpět.',
  },
  'not-https': {
    title: 'Adresa není zabezpečená.',
    text: 'Tern stahuje jen přes https.',
  },
  'private-address': {
    title: 'Adresa vede do vaší vlastní sítě.',
    text: 'Takové věci Tern kvůli zprávě nestahuje, protože tak se útočí na domácí zařízení.',
  },
  'bad-url': {
    title: 'Adrese nelze rozumět.',
    text: 'Nic se nestáhlo.',
  },
  'rest-unavailable': {
    title: 'Z této zprávy už nelze nic stáhnout.',
    text: 'Je tu celá, nebo to, co chybí, není na žádném serveru, který Tern zná. Co je tady, zůstává.',
  },
  'headers-only': {
    title: 'Ze zprávy jsou tu jen hlavičky.',
    text: 'Nepřesunula se, aby se z ní nic neztratilo. Nejdřív načtěte zbytek zprávy a pak ji přesuňte znovu.',
  },
  'no-unique-ids': {
    title: '{{host}} neumí své zprávy rozlišit.',
    text: 'Nezná UIDL ani TOP, Tern by tedy poštu stahoval dvakrát. Nic se nestáhlo ani nesmazalo.',
  },
  'not-a-container': {
    title: 'Tento soubor nelze otevřít.',
    text: 'Jmenuje se winmail.dat, ale nic v něm se nepodařilo přečíst. I tak ho lze uložit, jak je.',
  },
  'not-found': {
    title: 'Není to tu.',
    text: 'Možná to bylo mezitím přesunuto nebo smazáno.',
  },
  'server-limit': {
    title: '{{host}} poslal víc, než Tern přijímá.',
    text: 'Omezení chrání paměť tohoto počítače. Tern spojení ukončil; nic se neztratilo.',
  },
};
