import type { KeepPolicy } from '@shared/contract/offline';
import type { AppMenu, DeskChoice, Desktop, Note, TrayMenu } from '@shared/contract/desk';
import type { Settings } from '@shared/contract/engine-api';
import type { Clock } from '@shared/ports/clock';
import type { Compression, Crypto } from '@shared/ports/crypto';
import type { FindOctets } from '@shared/ports/find-octets';
import type { SecretStore } from '@shared/ports/secret-store';
import type { Dialer } from '@shared/ports/transport';
import type { TraceFiles } from '@shared/ports/trace-files';
import type { Vault } from '@shared/ports/vault';
import type { Files } from '@shared/ports/files';
import type { PlacePurpose } from '@shared/contract/import-export';
import type { Port } from '@shared/rpc/port';
import type { IndexerThread } from './local-mail';
import type { ParserThread } from '../mime/parse-in-worker';
import type { SealThread } from './openpgp/seal-in-thread';
import type { DiscoveryPorts } from './discovery/discover';
import type { WebFetch } from './oauth';

/** What a host needs of the engine: somewhere to connect pages, files behind opaque tokens, and a way to stop. */
export interface EngineHost {
  connectUi(port: Port): void;
  connectStore(port: Port): void;
  readonly files: HostFiles;
  /** What the system hands to Tern, for whichever page takes it. */
  readonly openings: { address(url: string): boolean; file(file: HostFile): Promise<void> };
  /** Runs a command of the page's, chosen in a menu. */
  runCommand(id: string): void;
  /** The person chose something outside the pages: one of them does it. */
  chosen(choice: DeskChoice): void;
  /** The machine woke up, or the network is another one: every account connects anew at once. */
  resume(): void;
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
  /** Takes an attachment from the composer; resolves once every byte is kept. `blob` is what a draft names it by. */
  accept(upload: Upload): Promise<{ readonly blob: string; readonly size: number }>;
}

/** What a host can do for a person beyond showing pages. */
export interface Shell {
  /** Opens a web or mail address outside. False: the page has to. */
  openLink(url: string): Promise<boolean>;
  /** Opens a provider's sign-in page in the person's own browser, who has just asked for it. False: the page has to. */
  openSignIn(url: string): Promise<boolean>;
  /** The menu bar; nothing where there is none. */
  showMenu(menu: AppMenu): void;
  /** The number on the dock's or taskbar's icon; 0 takes it away. */
  showBadge(count: number): void;
  /** Opens a file with the program the system has for it. False: the page offers a download. */
  openFile(file: HostFile): Promise<boolean>;
  /**
   * Saves in a folder, under a name that nothing there has yet, or asks where. Null: the page offers a download.
   * @param folder that the person chose with `choosePath`
   */
  saveFile(file: HostFile, folder?: string): Promise<{ saved: boolean; path: string } | null>;
  /** Whether `mailto:` addresses open Tern, and making it so. Absent where Tern is not installed in the system. */
  readonly mailProgram?: { isDefault(): boolean; makeDefault(): void } | undefined;
  /** Begins to drag a file out of the window, under the pointer that is pressed. False: not here. */
  dragFile(file: HostFile): Promise<boolean>;
  /** Absent where the page is all there is. */
  readonly desktop?: DesktopHost | undefined;
  /** Asks for a file or folder; null when the person thought better of it. Absent where there are no dialogs. */
  choosePath?(purpose: PlacePurpose): Promise<string | null>;
}

/** A desktop that Tern is installed in: what goes on around and without its window. */
export interface DesktopHost {
  /** What the person set; told at the start and with every change. */
  apply(wish: DesktopWish): void;
  showTray(menu: TrayMenu): void;
  /** @returns false: the page has to show it. */
  showNote(note: Note): boolean;
  about(): Promise<Desktop>;
  /** Starts Tern when the person logs in, or no longer. */
  setAtLogin(atLogin: boolean): Promise<void>;
}
export type DesktopWish = Pick<Settings, 'keepRunning' | 'menuBarIcon' | 'startHidden' | 'language'>;

/** Everything of the outside world that the engine is given. */
export interface EngineParts {
  readonly host: 'electron' | 'browser';
  readonly version: string;
  /** Start with the demo account. */
  readonly demo: boolean;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly compression: Compression;
  readonly find?: FindOctets;
  readonly dialer: Dialer;
  readonly secrets: SecretStore;
  readonly vault: Vault;
  /** The person's files: what is imported, exported and backed up. */
  readonly files: Files;
  readonly discovery: DiscoveryPorts;
  /** What is kept of an account about which nobody chose anything; headers only unless told. */
  readonly keepByDefault?: KeepPolicy;
  /** GET over https for remote images: no cookies, no referrer, private addresses refused. */
  fetchImage(url: string): Promise<{ readonly type: string; readonly bytes: Uint8Array }>;
  /** One POST of a form over https to a public address, its status, and nothing else (`net/https-post`). */
  postForm(url: string, form: string): Promise<{ readonly status: number }>;
  /** HTTPS for sign-ins: discovery, tokens, revocation. */
  readonly fetchWeb: WebFetch;
  readonly shell: Shell;
  /** Starts a thread for large messages; absent: they are parsed in the engine's own. */
  readonly parserThread?: () => ParserThread;
  /** Starts a thread for many messages at once, likewise. */
  readonly indexerThread?: () => IndexerThread;
  /** Starts one for a large letter that is encrypted or signed, likewise. */
  readonly sealThread?: () => SealThread;
  /** For protocol traces that a person asks for. */
  readonly traceFiles: TraceFiles;
  /** Starts the embedded servers with the demo mailbox and says how to reach them. */
  startDemo(): Promise<DemoServers>;
}

export interface DemoServers {
  readonly address: string;
  readonly user: string;
  readonly fullName: string;
  readonly password: string;
  readonly imapPort: number;
  readonly smtpPort: number;
  /** What the newsletters of the demo answer, who have no servers. */
  answerForm(url: string, form: string): { readonly status: number };
  close(): Promise<void>;
}
