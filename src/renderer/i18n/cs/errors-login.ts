import type { loginErrors as english } from '../en/errors-login';
import type { Translation } from '../translation';

export const loginErrors: Translation<typeof english> = {
  'outgoing-auth-failed': {
    title: 'Server odchozí pošty nepřijal jméno nebo heslo.',
    text: 'Co jste napsali, čeká v poště k odeslání. Zadejte heslo pro odchozí poštu a odejde to.',
  },
  'mechanism-downgrade': {
    title: '{{host}} chce slabší způsob přihlášení než dřív.',
    text: 'Co nabízí teď, prozradí protějšku o vašem hesle víc. Někdo se může vydávat za váš server, nebo správce něco změnil. Nic nebylo odesláno. Poštu, která je tady, lze používat, co píšete a děláte, čeká, a Tern to sám zkouší znovu.',
  },
  'oauth-sign-in': {
    title: 'Poskytovatel chce, abyste se znovu přihlásili.',
    text: 'Vaše pošta je tady a zůstane tady; co píšete a děláte, čeká. Přihlaste se v prohlížeči a bude se pokračovat.',
  },
  'oauth-not-accepted': {
    title: '{{host}} přihlášení nepřijal.',
    text: 'Možná jste se přihlásili jiným účtem, nebo jsou poštovní programy vypnuté v nastavení účtu na webu poskytovatele. Nic se neztratilo; až to bude napravené, přihlaste se znovu.',
  },
  'oauth-not-offered': {
    title: '{{host}} nepouští poštovní programy přes přihlášení v prohlížeči.',
    text: 'Pro tento server použijte heslo. Nic nebylo odesláno.',
  },
  'oauth-denied': {
    title: 'Poskytovatel Tern nepustil.',
    text: 'Možná jste tam stiskli „zrušit“, nebo musí poštovní programy nejdřív povolit vaše organizace. Nic se nezměnilo.',
  },
  'oauth-timeout': {
    title: 'Do pěti minut se nikdo nepřihlásil.',
    text: 'Nic se nezměnilo. Začněte znovu, až budete mít chvíli.',
  },
  'oauth-client': {
    title: 'Poskytovatel toto ID klienta nepřijímá.',
    text: 'Nové přihlášení nepomůže. Porovnejte ID klienta s tím, co ukazuje web poskytovatele, a zda je pro program na počítači.',
  },
  'oauth-code-rejected': {
    title: 'Poskytovatel dal odpověď, a pak ji nepřijal.',
    text: 'Možná to trvalo příliš dlouho, nebo se hodiny Ternu a poskytovatele liší. Začněte znovu; nic se nezměnilo.',
  },
  'oauth-wrong-issuer': {
    title: 'Odpověď na přihlášení přišla z jiného serveru.',
    text: 'Někdo se do toho možná vměšuje. Tern mu nic nedal. Začněte znovu, a stane-li se to podruhé, z jiné sítě.',
  },
  'auth-unavailable': {
    title: 'Server teď nemůže ověřovat hesla.',
    text: 'Vaše je, jaké bylo. Tern to sám zkusí znovu.',
  },
  'oauth-refused': {
    title: 'Poskytovatel odmítl dát Ternu přístup.',
    text: 'Nic se nezměnilo. Důvod možná řeknou slova poskytovatele níže.',
  },
  'oauth-unavailable': {
    title: 'Přihlašovací služba poskytovatele teď nefunguje.',
    text: 'Vaše heslo i přihlášení jsou, jaké byly. Tern to sám zkusí znovu.',
  },
  'oauth-bad-answer': {
    title: 'Přihlašovací služba poskytovatele dala odpověď, která nedává smysl.',
    text: 'Nic se nezměnilo. Zkuste to později.',
  },
  'oauth-no-discovery': {
    title: 'Tento server neříká, jak se přihlásit.',
    text: 'Zkontrolujte adresu. Je to ta, které jeho správce říká issuer, a začíná https.',
  },
  'oauth-bad-discovery': {
    title: 'Co tento server říká o přihlášení, nelze použít.',
    text: 'Musí být dostupný přes https, mluvit sám za sebe a znát PKCE. Zeptejte se správce, nebo použijte heslo.',
  },
  'https-failed': {
    title: 'K přihlašovací službě poskytovatele teď nevede cesta.',
    text: 'Co je tady, lze číst, a lze i psát. Tern to sám zkusí znovu, až se připojení obnoví.',
  },
};
