import type { signInTexts as english } from '../en/sign-in';
import type { Translation } from '../translation';

export const signInTexts: Translation<typeof english> = {
  how: 'Jak se přihlásit',
  withPassword: 'Heslo',
  withBrowser: 'Přihlásit v prohlížeči',
  browserHint:
    'Přihlásíte se na stránce poskytovatele. Tern vaše heslo nikdy neuvidí, jen svolení, které tam můžete kdykoli odvolat.',
  appPassword: {
    google:
      'Bez ID klienta je nejjednodušší heslo aplikace. Google ho vytvoří na stránce zabezpečení vašeho účtu, jakmile je zapnuté dvoufázové ověření. Zvolte „Heslo“ a zadejte ho tam.',
    microsoft:
      'Microsoft pouští poštovní programy jen takto; heslo, ani heslo aplikace, už u většiny účtů nepřijímá.',
    yahoo:
      'Bez ID klienta je nejjednodušší heslo aplikace. Yahoo ho vytvoří na stránce zabezpečení vašeho účtu. Zvolte „Heslo“ a zadejte ho tam.',
    fastmail:
      'Bez ID klienta je nejjednodušší heslo aplikace. Fastmail ho vytvoří pod „Settings“, „Privacy & Security“. Zvolte „Heslo“ a zadejte ho tam.',
    other: 'Vytváří-li váš poskytovatel hesla aplikací, je to jednodušší: zvolte „Heslo“ a zadejte ho tam.',
  },
  provider: 'Poskytovatel',
  providers: {
    google: 'Google',
    microsoft: 'Microsoft',
    yahoo: 'Yahoo',
    fastmail: 'Fastmail',
    other: 'Jiný server',
  },
  issuer: 'Adresa přihlašovacího serveru',
  issuerHint: 'Jeho správce jí říká issuer.',
  scopes: 'Rozsahy (scopes)',
  scopesHint: 'O co Tern žádá, odděleno mezerami.',
  clientId: 'ID klienta',
  clientIdHint: {
    google:
      'Kým je Tern pro Google. Vaše nebo vaší organizace, jednou vytvořené v konzoli Google Cloud: „ID klienta OAuth“ pro „Aplikaci pro počítač“.',
    microsoft:
      'Kým je Tern pro Microsoft. Vaše nebo vaší organizace, jednou vytvořené v centru pro správu Entra pod „Registrace aplikací“, s adresou přesměrování http://localhost pro „Mobilní a desktopové aplikace“.',
    yahoo:
      'Kým je Tern pro Yahoo. Jednou vytvořené na vývojářských stránkách Yahoo; musí povolovat adresu přesměrování http://127.0.0.1.',
    fastmail: 'Kým je Tern pro Fastmail. Fastmail ho vydá tomu, kdo o něj požádá.',
    other: 'Kým je Tern pro tento server; ví to jeho správce. Adresa přesměrování je http://127.0.0.1.',
  },
  more: 'Tajný klíč klienta',
  clientSecret: 'Tajný klíč klienta',
  clientSecretHint:
    'Jen pokud vám ho poskytovatel dal s ID klienta, jako to dělá Google. Uchovává se s přihlášením.',
  begin: 'Přihlásit',
  beginAndAdd: 'Přihlásit a přidat',
  waiting: 'Čeká se, až se přihlásíte',
  openYourself: 'Přihlaste se v prohlížeči',
  waitingText:
    'Stránka {{provider}} se vás v prohlížeči zeptá, zda Tern smí číst a odesílat vaši poštu. Vraťte se, až to řekne; Tern pokračuje sám. Čeká pět minut.',
  open: 'Otevřít stránku {{provider}}',
  openAgain: 'Neotevřela se? Otevřít znovu',
  signedIn: 'Jste přihlášeni. Chcete-li použít jiný účet, změňte uživatelské jméno a přihlaste se znovu.',
  title: 'Přihlášení: {{name}}',
  text: 'Poskytovatel chce, aby se {{user}} přihlásil(a) v prohlížeči. Pošta, která je tady, tu zůstane, a co čeká, pak odejde.',
  consentTitle: 'Jak se má přihlášení uchovat?',
  consentSession: 'Přihlašovat se při každém spuštění',
  usePassword: 'Použít místo toho heslo',
  again: 'Přihlásit znovu…',
  instead: 'Přihlásit v prohlížeči…',
  state: 'Přihlašuje se u {{provider}} v prohlížeči. Tern heslo tohoto účtu nemá.',
  passwordInstead:
    'Účet se teď přihlašuje v prohlížeči. S heslem uchovaným tady, třeba heslem aplikace, už nebude a přihlášení se odvolá.',
};
