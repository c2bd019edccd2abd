import { parseArgs } from 'node:util';

export interface Flags {
  readonly demo: boolean;
  readonly open: boolean;
  /** null: the default profile, or a passing one for the demo. */
  readonly profile: string | null;
  /** Opens a profile that another computer may have open and gives no sign of life. */
  readonly takeOver: boolean;
  /** 0: any free port. */
  readonly port: number;
  /** `mailto:` addresses and `.eml` files to be opened. */
  readonly openings: readonly string[];
}

/** Reads the command line. @throws Error with a sentence for the person. */
export function parseFlags(args: readonly string[]): Flags {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: true,
    options: {
      demo: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      profile: { type: 'string' },
      port: { type: 'string', default: '0' },
      'take-over': { type: 'boolean', default: false },
    },
  });
  const stranger = positionals.find((one) => !/^mailto:|\.eml$/i.test(one));
  if (stranger !== undefined)
    throw new Error(`${stranger}: only a mailto: address or an .eml file can be opened.`);
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new Error(`--port ${values.port}: a port is a number from 0 to 65535.`);
  }
  if (values.profile === '') throw new Error('--profile: name a folder.');
  return {
    demo: values.demo,
    open: !values['no-open'],
    profile: values.profile ?? null,
    port: Number(values.port),
    takeOver: values['take-over'],
    openings: positionals,
  };
}
