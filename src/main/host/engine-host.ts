import type { Port } from '@shared/rpc/port';

/** What a host needs of the engine: somewhere to connect pages, files behind opaque tokens, and a way to stop. */
export interface EngineHost {
  connectUi(port: Port): void;
  connectStore(port: Port): void;
  readonly files: HostFiles;
  /** Drains: finishes what must not be cut short, flushes the vault. Resolves when the process may end. */
  stop(): Promise<void>;
}

export interface HostFile {
  /** Lower-case media type as the message claims it; untrusted. */
  readonly type: string;
  /** Bytes, when known beforehand. */
  readonly size?: number;
  /** Suggested file name; untrusted, never a path. */
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

export interface Upload {
  /** File name as the page says; untrusted. */
  readonly name: string;
  readonly type: string;
  /** Throws in the middle when the sender breaks off or exceeds the cap: then nothing may be kept. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/**
 * Files cross between engine and pages as opaque tokens in local addresses, never as paths (security.md §3: IPC).
 * Pages ask the engine for a token through EngineApi and fetch it from the host.
 */
export interface HostFiles {
  /** An attachment or message part to be saved; null when the token is unknown or has expired. */
  openPart(token: string): Promise<HostFile | null>;
  /** An inline or remote image that may be shown; null when the token is unknown or has expired. */
  openImage(token: string): Promise<HostFile | null>;
  /** Takes an attachment from the composer; resolves to its token once every byte is kept. */
  accept(upload: Upload): Promise<string>;
}
