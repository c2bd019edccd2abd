import type { serverErrors as english } from '../en/errors-server';
import type { Translation } from '../translation';

export const serverErrors: Translation<typeof english> = {
  'authorization-failed': {
    title: '{{host}} vás zná, ale nepustí vás dovnitř.',
    text: 'Heslo je správné; tento účet se takto používat nesmí. Změnit to může správce serveru.',
  },
  'auth-expired': {
    title: 'Heslo už neplatí.',
    text: 'Nastavte si nové na webu poskytovatele a pak ho zadejte tady. Nic se neztratilo.',
  },
  'login-refused': {
    title: '{{host}} vás teď nepustí dovnitř.',
    text: 'Neříká, že je heslo špatné. Tern to sám zkusí znovu; důvod možná řeknou slova serveru níže.',
  },
  'auth-required': {
    title: '{{host}} chce přihlášení, než přijme poštu.',
    text: 'V nastavení účtu zadejte jméno a heslo pro odchozí poštu. Co jste napsali, čeká v poště k odeslání.',
  },
  'encryption-required': {
    title: '{{host}} chce šifrované spojení.',
    text: 'V nastavení účtu zvolte pro tento server TLS nebo STARTTLS. Nic se neztratilo.',
  },
  'contact-admin': {
    title: '{{host}} potřebuje pomoc svého správce.',
    text: 'Slova níže jsou pro něj. Nic se neztratilo; Tern to sám zkusí znovu.',
  },
  'over-limit': {
    title: '{{host}} pro vás teď víc neudělá.',
    text: 'Mnoho serverů omezuje, kolik toho smíte za určitou dobu udělat nebo kolik programů je připojeno. Tern počká a sám to zkusí znovu; nic se neztratilo.',
  },
  'has-children': {
    title: 'V této složce jsou další složky.',
    text: 'Nic se nesmazalo. Nejdřív smažte nebo přesuňte je.',
  },
  'already-exists': {
    title: 'Složka tohoto názvu už existuje.',
    text: 'Nic se nezměnilo. Zvolte jiný název.',
  },
  cannot: {
    title: 'S touto složkou to nejde.',
    text: 'Možná má svůj úkol jako doručená pošta, nebo je v názvu nepovolený znak. Nic se nezměnilo.',
  },
  'no-inbox': {
    title: 'Tento účet nemá doručenou poštu.',
    text: 'Nic se nepřesunulo. Zvolte jinou složku.',
  },
  corruption: {
    title: '{{host}} říká, že má něco poškozeného ve vlastním úložišti.',
    text: 'Nic se nezměnilo. Správce serveru by to měl vědět; slova serveru jsou níže.',
  },
  'server-hides-mail': {
    title: '{{host}} uvádí méně zpráv, než kolik jich počítá.',
    text: 'Na takové slovo se tady nic nesmaže: co máte, zůstává. Zkuste to později.',
  },
  'message-mismatch': {
    title: 'Server má na tomto místě jinou zprávu.',
    text: 'Nic se nezměnilo, aby to nepostihlo špatnou zprávu. Podívejte se do složky a zopakujte to.',
  },
  'message-unreadable': {
    title: '{{host}} nedokáže tuto zprávu sám přečíst.',
    text: 'Z jejího textu nevydal nic, proto se nikam nepřenesla a originál zůstává, kde je. Opravit ji může správce serveru.',
  },
  'draft-not-removed': {
    title: 'Na serveru zůstává starší verze konceptu.',
    text: 'Server ji odmítl odstranit. Nic se neztratilo; smažte ji ve složce konceptů.',
  },
  'part-missing': {
    title: 'Tato část zprávy tu není.',
    text: 'Server o ní už nic neví. Ostatní části lze číst.',
  },
  truncated: {
    title: '{{host}} poslal ze zprávy méně, než ohlásil.',
    text: 'Co přišlo, se nebere jako celek. Zkuste to znovu; zpráva sama je na serveru nedotčená.',
  },
  'no-such-mailbox': {
    title: 'Taková adresa neexistuje.',
    text: 'Říká to server o některém příjemci. Zkontrolujte, jak je napsaná, opravte ji a odešlete znovu.',
  },
  'mailbox-disabled': {
    title: 'Schránka některého příjemce je vypnutá.',
    text: 'Nepřijímá poštu. Zeptejte se na jinou adresu, pak zprávu upravte a odešlete znovu.',
  },
  'mailbox-full': {
    title: 'Schránka některého příjemce je plná.',
    text: 'Nepřijme další poštu, dokud v ní nebude místo. Odešlete ji znovu později.',
  },
  'too-many-recipients': {
    title: '{{host}} neposílá tolika lidem najednou.',
    text: 'Pošlete ji najednou menšímu počtu lidí.',
  },
  policy: {
    title: 'Zpráva je proti pravidlům serveru.',
    text: 'Často jde o adresu odesílatele nebo o něco v textu. Co přesně, možná řeknou slova serveru níže.',
  },
  'some-later': {
    title: 'Server u některých příjemců žádá zkusit to později.',
    text: 'Ostatní jsou vyřízení. Tern to sám zkusí znovu, jen pro tyto příjemce.',
  },
};
