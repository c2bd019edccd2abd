import { readFileSync } from 'node:fs';
import type { Clock } from '@shared/ports/clock';
import type { Compression, Crypto } from '@shared/ports/crypto';
import type { FindOctets } from '@shared/ports/find-octets';
import type { SecretStore } from '@shared/ports/secret-store';
import type { Dialer } from '@shared/ports/transport';
import { httpsFetch } from '@main/net/https-fetch';
import { NodeClock } from '@main/net/node-clock';
import { findOctets } from '@main/net/find-octets';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import type { Shell } from '@main/services/engine-host';
import { resolveSrv } from '@main/net/srv';

/** Everything of the outside world that the engine is given. */
export interface EngineParts {
  readonly host: 'electron' | 'browser';
  readonly version: string;
  /** Absolute path of the profile folder; exists, mode 0700. */
  readonly profile: string;
  /** Start the embedded servers and add the demo account. */
  readonly demo: boolean;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly compression: Compression;
  readonly find: FindOctets;
  readonly dialer: Dialer;
  readonly secrets: SecretStore;
  /** What this host can do beyond pages; absent where the page does it itself. */
  readonly shell?: Shell;
  /** The person says that no other computer has the profile open (`openVault`). */
  readonly takeOver?: boolean;
  /** The sign of life that was seen before the person was asked (`openVault`). */
  readonly seen?: string;
  /** Whether another computer has it open is listened for, half a minute long. */
  readonly onListen?: (computer: string) => void;
  readonly httpsFetch: typeof httpsFetch;
  readonly resolveSrv: typeof resolveSrv;
}

export type HostPart = Pick<
  EngineParts,
  'host' | 'version' | 'profile' | 'demo' | 'secrets' | 'shell' | 'takeOver' | 'seen' | 'onListen'
>;

/** Joins what the host knows with Node's own clock, sockets and so on. */
export const engineParts = (host: HostPart): EngineParts => ({
  ...host,
  clock: new NodeClock(),
  crypto: new NodeCrypto(),
  compression: new NodeCompression(),
  find: findOctets,
  dialer: new NodeDialer({ extraRoots: extraRoots(process.env['NODE_EXTRA_CA_CERTS']) }),
  httpsFetch,
  resolveSrv,
});

/**
 * An organisation's own authorities: the file that Node itself would add to its list, had it been left to choose one.
 * @throws Error when a file is named that cannot be read: going on without it would look like an attack.
 */
const extraRoots = (file: string | undefined): readonly string[] =>
  file === undefined || file === '' ? [] : [readFileSync(file, 'utf8')];
