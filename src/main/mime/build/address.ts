import type { Address } from '@shared/model/message';
import { MailError } from '@shared/errors/mail-error';
import { field, phraseTokens, quoted } from './header';

const ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/;

/**
 * The addr-spec exactly as it goes into the header and the SMTP envelope: domain in ASCII (IDNA), local part quoted
 * when it must be. One function for both, so that what is shown is where it goes (O-05).
 * @throws MailError `bad-address`, or `needs-smtputf8` when the local part has no ASCII form and `utf8` is false.
 */
export function addrSpec(address: string, utf8 = false): string {
  const text = address.trim();
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1 || /[\p{Cc}\u2028\u2029\p{Surrogate}]/u.test(text)) {
    throw refused('bad-address', address);
  }
  return `${localPart(text.slice(0, at), address, utf8)}@${domain(text.slice(at + 1), address)}`;
}

function localPart(local: string, address: string, utf8: boolean): string {
  const isQuoted = local.length > 1 && local.startsWith('"') && local.endsWith('"');
  const plain = isQuoted ? local.slice(1, -1).replace(/\\(.)/gu, '$1') : local;
  if (!isQuoted && /["<>()[\]:;,\\@]/.test(plain)) throw refused('bad-address', address);
  if (!/^[ -~]+$/.test(plain)) {
    if (!utf8 || /[\s"\\<>@]/u.test(plain)) throw refused(utf8 ? 'bad-address' : 'needs-smtputf8', address);
    return plain.normalize('NFC');
  }
  return ATOM.test(plain) ? plain : quoted(plain);
}

function domain(name: string, address: string): string {
  if (/^\[[A-Za-z0-9:.]+\]$/.test(name)) return name;
  // What URL would read as something else than a host name.
  if (/[\s/?#%@:\\[\]<>^|"]/u.test(name)) throw refused('bad-address', address);
  if (name.includes('..')) throw refused('bad-address', address);
  if (/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name)) return name;
  try {
    const ascii = new URL(`http://${name}`).hostname;
    if (/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(ascii)) return ascii;
  } catch {
    throw refused('bad-address', address);
  }
  throw refused('bad-address', address);
}

/** An address header field, '' when there is no address. */
export function addressField(name: string, addresses: readonly Address[], utf8: boolean): string {
  if (addresses.length === 0) return '';
  const tokens = addresses.flatMap((one, i) => {
    const spec = addrSpec(one.address, utf8);
    const phrase = phraseTokens(one.name);
    const comma = i < addresses.length - 1 ? ',' : '';
    return phrase.length === 0 ? [spec + comma] : [...phrase, `<${spec}>${comma}`];
  });
  return field(name, tokens);
}

const refused = (code: 'bad-address' | 'needs-smtputf8', address: string): MailError =>
  new MailError({
    kind: 'refused',
    code,
    message: 'A recipient or sender address cannot be used.',
    // Without what could forge the line it is shown in.
    details: { address: address.replace(/[^\x20-\x7e\u00a1-\uffff]/g, '?').slice(0, 320) },
  });
