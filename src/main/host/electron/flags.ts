export interface ElectronFlags {
  readonly demo: boolean;
  readonly profile: string | null;
  /** Started by the system because the person logged in. */
  readonly atLogin: boolean;
}

export const AT_LOGIN = '--at-login';

/**
 * Tern's own flags among those that Chromium and the system add (`--enable-logging`, `-psn_0_…`, a mailto: address):
 * here what is not known is not ours to refuse.
 */
export function electronFlags(args: readonly string[]): ElectronFlags {
  const at = args.indexOf('--profile');
  const inline = args.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length);
  return {
    demo: args.includes('--demo'),
    profile: (at >= 0 ? args[at + 1] : inline) || null,
    atLogin: args.includes(AT_LOGIN),
  };
}
