import type { Extensions } from './extensions';

/** One observed deviation of a real server, and what Tern does about it. */
export interface ServerQuirk {
  readonly id: string;
  readonly server: string;
  readonly source: string;
  /** Any of these hosts, or hosts below them. */
  readonly hosts?: readonly string[];
  /** Any of these EHLO keywords. */
  readonly keywords?: readonly string[];
  readonly effect: { readonly chunking: false };
}

/** Servers that do not do what they say (protocols.md §3 and §4), each with the test that pins it. */
export const SERVER_QUIRKS: readonly ServerQuirk[] = [
  {
    id: 'M26',
    server: 'Microsoft Exchange, Outlook.com',
    source: 'MailKit #921, #904: BDAT hangs or is refused with "552 5.3.4 Header size exceeds"',
    hosts: ['outlook.com', 'office365.com', 'hotmail.com'],
    keywords: ['X-EXPS', 'XEXCH50', 'X-ANONYMOUSTLS', 'XSHADOW', 'XRDST'],
    effect: { chunking: false },
  },
  {
    id: 'G-BDAT',
    server: 'Gmail',
    source: 'hmailserver fork #261: stalls in BDAT',
    hosts: ['gmail.com', 'googlemail.com', 'google.com'],
    effect: { chunking: false },
  },
  {
    id: 'A-BDAT',
    server: 'iCloud',
    source: 'hmailserver fork #261: stalls in BDAT',
    hosts: ['me.com', 'icloud.com', 'mac.com'],
    effect: { chunking: false },
  },
];

/** The rows that apply to a server. */
export function quirksOf(host: string, extensions: Extensions): readonly ServerQuirk[] {
  const name = host.toLowerCase().replace(/\.$/, '');
  return SERVER_QUIRKS.filter(
    ({ hosts = [], keywords = [] }) =>
      hosts.some((known) => name === known || name.endsWith(`.${known}`)) ||
      keywords.some((keyword) => extensions.keywords.has(keyword)),
  );
}
