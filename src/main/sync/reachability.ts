import { isMailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import { isVaultError } from '@shared/ports/vault';

/** Certificates that what stands between people and their server presents in its place. */
const STRANGE = new Set(['tls-wrong-host', 'tls-self-signed', 'tls-untrusted', 'tls-pin-changed']);
/** A log-in page is dealt with sooner than that; a server whose certificate changed needs a person. */
const PATIENCE_MS = 30 * 60_000;

/** What a failure to connect means for the account. */
export interface Judgement {
  /** There is no way to the server now: nothing to decide, everything waits. */
  readonly offline: boolean;
  /** What people read; `intercepted` stands for the certificate of somebody in between. */
  readonly code: string;
}

/**
 * Tells "no way to the server" from "somebody has to look at this" (I1). A captive portal greets with a web page, or
 * with a certificate for another name: whoever was asked to trust that one would hand the password to the café. So a
 * server that is known is taken for out of reach for a while; one that never answered is shown as it is.
 */
export class Reachability {
  #strangeSince: number | null = null;

  constructor(
    private readonly clock: Clock,
    /** Whether this account has ever been logged in. */
    private readonly isKnown: () => boolean,
  ) {}

  /** The server answered as itself. */
  reached(): void {
    this.#strangeSince = null;
  }

  judge(error: unknown): Judgement {
    if (!isMailError(error)) return { offline: false, code: isVaultError(error) ? error.code : 'internal' };
    const { kind, code } = error;
    if (kind === 'broken') return { offline: code === 'greeting', code };
    if (kind !== 'unreachable') return { offline: false, code };
    if (!STRANGE.has(code)) return { offline: !code.startsWith('tls-'), code };
    if (!this.isKnown()) return { offline: false, code };
    const now = this.clock.monotonic();
    this.#strangeSince ??= now;
    const patient = now - this.#strangeSince < PATIENCE_MS;
    return patient ? { offline: true, code: 'intercepted' } : { offline: false, code };
  }
}
