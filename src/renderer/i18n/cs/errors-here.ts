import type { hereErrors as english } from '../en/errors-here';
import type { Translation } from '../translation';

export const hereErrors: Translation<typeof english> = {
  'letter-sealed': {
    title: 'Tato zpráva byla zašifrovaná.',
    text: 'Odpověď by odešla nezašifrovaná, i s jejími slovy. Nic se nenapsalo.',
  },
  'key-locked': {
    title: 'Váš tajný klíč je zamčený.',
    text: 'Zadejte jeho heslovou frázi v nastavení v části Šifrování a zkuste to znovu.',
  },
  'keys-missing': {
    title: 'Nelze ji zašifrovat pro všechny.',
    text: 'Pro {{addresses}} tu není použitelný klíč. Nic se neodeslalo; zpráva je stále koncept.',
  },
  'own-key-missing': {
    title: 'Pro {{address}} není tajný klíč.',
    text: 'Nic se neodeslalo. Vytvořte nebo importujte klíč v nastavení v části Šifrování, nebo zprávu pošlete bez šifrování a podpisu.',
  },
  'own-key-unusable': {
    title: 'Váš klíč pro {{address}} nelze použít.',
    text: 'Skončila mu platnost, byl odvolán, nebo k tomu není určen. Nic se neodeslalo; zpráva je stále koncept.',
  },
  'too-large-to-protect': {
    title: 'Zpráva je příliš velká, aby se dala zašifrovat nebo podepsat.',
    text: 'S přílohami může mít asi 20 MB. Nic se neodeslalo; zpráva je stále koncept.',
  },
  'letter-unreadable': {
    title: 'Zprávu nelze znovu otevřít.',
    text: 'Je zašifrovaná a klíč, pro který je, tu už není. Stále čeká v Odchozí poště.',
  },
  'no-keys-found': {
    title: 'Není v tom žádný klíč OpenPGP.',
    text: 'Nic se nezměnilo. Klíč začíná „-----BEGIN PGP PUBLIC KEY BLOCK-----“ nebo „PRIVATE“.',
  },
  'key-damaged': {
    title: 'Klíč nelze přečíst.',
    text: 'Nic se nezměnilo. Možná je useknutý; požádejte o něj znovu.',
  },
  'key-too-large': {
    title: 'Klíč je příliš velký.',
    text: 'Nic se nezměnilo. Možná ho někdo zahltil podpisy; požádejte vlastníka o čistý.',
  },
  'too-many-keys': {
    title: 'Klíčů je tolik, kolik jich Tern uchovává.',
    text: 'Odstraňte některé, které nepotřebujete.',
  },
  'other-key': {
    title: 'Pro tuto adresu se používá jiný klíč.',
    text: 'Nic se nezměnilo. Porovnejte otisky a vyberte ten správný.',
  },
  'key-unprotected': {
    title: 'Tento tajný klíč nemá heslovou frázi.',
    text: 'Tern uchovává tajné klíče zamčené. Zvolte pro něj heslovou frázi.',
  },
  'key-gone': {
    title: 'Tento klíč byl mezitím odstraněn.',
    text: 'Nic se nezměnilo.',
  },
  'wrong-passphrase': {
    title: 'Tato heslová fráze klíč neotevře.',
    text: 'Nic se nezměnilo. Zkuste to znovu; záleží na velikosti písmen.',
  },
  'account-gone': {
    title: 'Tento účet už v Ternu není.',
    text: 'Mezitím byl odebrán. Jeho pošta na serveru zůstala nedotčená.',
  },
  'account-removed': {
    title: 'Druhý účet byl z Ternu odebrán.',
    text: 'Co do té doby dorazilo na jeho server, tam zůstává. Vše ostatní je tam, kde bylo.',
  },
  'gave-up': {
    title: 'Tern přestal zkoušet toto odeslat.',
    text: 'Server byl asi dva dny nedostupný nebo žádal zkusit to později. Nic nebylo doručeno. Odešlete to teď a začne se znovu.',
  },
  'waited-long': {
    title: 'Toto tu čeká už několik dní.',
    text: 'Nic neodejde, dokud neřeknete.',
  },
  'no-account': {
    title: 'Není účet, ze kterého by šlo psát.',
    text: 'Co jste napsali, zůstává. Přidejte účet, nebo zvolte jiného odesílatele.',
  },
  'no-unsubscribe': {
    title: 'Tato zpráva už neříká, jak se z konference odhlásit.',
    text: 'Nikomu se nic neoznámilo. Otevřete jinou zprávu z téhož seznamu nebo hledejte jeho vlastní způsob odhlášení.',
  },
  'local-only': {
    title: 'Pošta v této složce je jen tady.',
    text: 'Není server, kterého by se šlo zeptat.',
  },
  'never-synchronised': {
    title: 'Tato složka ještě nebyla stažena.',
    text: 'Otevřete ji a zkuste to znovu, až tu budou její zprávy.',
  },
  running: {
    title: 'Právě se to dělá.',
    text: 'Počkejte, až to skončí; pak to půjde vrátit zpět.',
  },
  'no-message-id': {
    title: 'Tyto zprávy nelze rozeznat od jiných.',
    text: 'Nemají Message-ID, podle kterého by se poznaly ony i odpovědi na ně. Nic se neprovedlo.',
  },
  'rule-broken': {
    title: 'Složka, kterou toto pravidlo potřebuje, neexistuje.',
    text: 'Nic se neprovedlo. Zvolte jinou složku a spusťte ho znovu.',
  },
  'too-many-snoozed': {
    title: 'Odložených zpráv je příliš mnoho.',
    text: 'Nic se nezměnilo. Některé vraťte, nebo jich najednou odložte méně.',
  },
  'not-in-inbox': {
    title: 'Odložit lze jen to, co je v doručené poště.',
    text: 'Nic se nezměnilo. Nejdřív to přesuňte do doručené pošty.',
  },
  'not-sent': {
    title: 'Na odpověď se dá čekat jen u odeslaných zpráv.',
    text: 'Nic se nezměnilo.',
  },
  'already-answered': {
    title: 'Někdo už odpověděl.',
    text: 'Nic se nezměnilo. Odpověď je v konverzaci a dá se odložit.',
  },
  'too-many-blocked': {
    title: 'Seznam blokovaných odesílatelů je plný.',
    text: 'Nic se nezměnilo. Odblokujte některé, od kterých už nic nechodí, nebo zablokujte celou jejich doménu.',
  },
  'identity-gone': {
    title: 'Odesílatel, pod kterým to bylo napsáno, už neexistuje.',
    text: 'Nic nebylo odesláno. V poli „Od“ zvolte, od koho to je.',
  },
  'draft-gone': {
    title: 'Tento koncept už tu není.',
    text: 'Mezitím byl odeslán nebo zahozen, možná v jiném okně.',
  },
  'attachment-missing': {
    title: 'Příloha už v tomto počítači není.',
    text: 'Nic nebylo odesláno. Přiložte ji znovu nebo ji vynechte a pak odešlete.',
  },
  'too-many-templates': {
    title: 'Šablon už je tolik, kolik jich Tern uchovává.',
    text: 'Dopis zůstává, jak je. Odeberte šablonu, kterou už nepotřebujete, a uložte tuto znovu.',
  },
  'template-too-large': {
    title: 'Na šablonu je to příliš dlouhé.',
    text: 'Dopis zůstává, jak je. Dlouhý text je lepší uchovat jako přiložený soubor.',
  },
  'template-gone': {
    title: 'Tato šablona už tu není.',
    text: 'Mezitím byla odebrána, možná v jiném okně. Nic jiného se nezměnilo.',
  },
  'template-file-missing': {
    title: 'Soubor této šablony už v tomto počítači není.',
    text: 'Šablona nebyla uložena. Přiložte soubor znovu nebo ho vynechte a pak ji uložte.',
  },
  'no-receipt-wanted': {
    title: 'Tato zpráva o potvrzení nežádá.',
    text: 'Nic nebylo odesláno.',
  },
  'no-invitation': {
    title: 'Na tuto pozvánku nelze odpovědět.',
    text: 'Neříká, komu odpovědět, nebo to není pozvánka. Nic nebylo odesláno.',
  },
};
