import { z } from 'zod';
import { isPictureType, isSignaturePicture, SIGNATURE_PICTURES_OCTETS } from '../model/inline-picture';
import { draftAttachment } from './compose';
import { accountId } from './schema';

export const tlsMode = z.enum(['tls', 'starttls', 'none']);

export const serverSettings = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  tls: tlsMode,
  user: z.string().max(512),
  auth: z.enum(['password', 'oauth', 'none']),
  /** SHA-256 of a certificate accepted by hand for this host and port. */
  pinnedFingerprint: z.string().optional(),
});
export type ServerSettings = z.output<typeof serverSettings>;

/** A picture of a signature: a blob in the vault that stays as long as an identity has it. */
const signaturePicture = draftAttachment.extend({
  type: z.string().refine(isPictureType),
  contentId: z.string().refine(isSignaturePicture),
});

export const identitySchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  address: z.string(),
  replyTo: z.string(),
  organization: z.string(),
  /** Plain text. */
  signature: z.string(),
  /** The same with formatting, used when one writes with formatting; absent or '': the plain one is. */
  signatureHtml: z.string().max(100_000).optional(),
  /** The pictures that `signatureHtml` shows. Absent: none. */
  signaturePictures: z
    .array(signaturePicture)
    .refine((all) => all.reduce((sum, { size }) => sum + size, 0) <= SIGNATURE_PICTURES_OCTETS)
    .optional(),
  bccSelf: z.boolean(),
  /** Letters are signed with the key of this address unless the person says otherwise. Absent: not. */
  signAlways: z.boolean().optional(),
});
export type Identity = z.output<typeof identitySchema>;

/** How an account signs in with a browser (OAuth 2). The tokens are in the secret store, never here. */
export const oauthSettings = z.object({
  /** The id of a preset (`OAUTH_PRESETS`), or the issuer (https) of any other server with a discovery document. */
  provider: z.string().min(1).max(500),
  /** Registered by the person, or by who packages Tern. */
  clientId: z.string().min(1).max(500),
  /** Asked of servers known by their discovery document only; presets know theirs. */
  scopes: z.array(z.string().min(1)).optional(),
});
export type OAuthSettings = z.output<typeof oauthSettings>;

/** Providers whose addresses and scopes Tern knows (`src/main/services/oauth/providers.ts`). */
export const OAUTH_PRESETS = ['google', 'microsoft', 'yahoo', 'fastmail'] as const;

/** An account as kept in the vault. Secrets are not here; they are in the secret store under the account's id. */
export const accountConfig = z.object({
  id: accountId,
  /** What the folder pane calls it. */
  label: z.string(),
  /** 0–7, one of eight distinguishable colours. */
  color: z.number().int().min(0).max(7),
  incoming: serverSettings.extend({ protocol: z.enum(['imap', 'pop3']) }),
  outgoing: serverSettings.extend({
    /** Messages go in counted pieces (BDAT, RFC 3030) where the server offers it. Absent: by DATA. */
    chunking: z.boolean().optional(),
  }),
  /** Present when a server's `auth` is `oauth`. */
  oauth: oauthSettings.optional(),
  /** The first is the default. */
  identities: z.array(identitySchema).min(1),
  paused: z.boolean(),
  /** POP3 only: when messages that are safely here are deleted on the server. Absent: never by themselves. */
  pop3: z
    .object({
      leave: z.enum(['always', 'days', 'until-deleted', 'never']),
      /** With `days`: how long after it was fetched. */
      days: z.number().int().min(1).max(3650),
      /** `headers`: the rest of a message comes when somebody asks for it. Absent: messages come whole. */
      fetch: z.enum(['whole', 'headers']).optional(),
      /** Octets; of larger messages only the headers come by themselves. Absent or 0: no limit. */
      largest: z.number().int().min(0).optional(),
      /** The POP3 account into whose inbox new mail goes. Absent: into the account's own. */
      into: accountId.optional(),
    })
    .optional(),
  /** Demo accounts live in the process and are forgotten with it. */
  demo: z.boolean(),
});
export type AccountConfig = z.output<typeof accountConfig>;

/** One step of finding settings, shown as it happens. */
export interface DiscoveryStep {
  readonly source: 'provider-list' | 'autoconfig' | 'well-known' | 'srv' | 'mx' | 'guess';
  /** Host or URL asked. */
  readonly target: string;
  readonly state: 'running' | 'found' | 'nothing' | 'failed';
  readonly note: string;
}

export interface DiscoveredSettings {
  readonly incoming: AccountConfig['incoming'];
  readonly outgoing: ServerSettings;
  readonly provider: string | null;
  readonly source: DiscoveryStep['source'];
  /** Where one can sign in with a browser instead of a password, when that is known. */
  readonly signIn: Pick<OAuthSettings, 'provider' | 'scopes'> | null;
  /** Help that the provider's entry carries (e.g. "needs an app password"), i18n code and link. */
  readonly hint: { readonly code: string; readonly url: string | null } | null;
}

/** The result of trying one direction. */
export interface ProbeResult {
  readonly ok: boolean;
  /** MailError code: `auth-failed`, `tls-self-signed`, `dns`, `not-imap`, `refused`, `timeout` … ; '' when ok. */
  readonly code: string;
  readonly server: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  /** What could be learnt: capabilities, TLS version, certificate fingerprint. */
  readonly facts: Readonly<Record<string, string>>;
}

export const newAccount = z.object({
  label: z.string(),
  fullName: z.string(),
  address: z.string().min(3),
  color: z.number().int().min(0).max(7),
  incoming: accountConfig.shape.incoming,
  outgoing: serverSettings,
  password: z.string(),
  /** Absent: same as the incoming one. */
  outgoingPassword: z.string().optional(),
  /** Holds from the first session on: what comes, and what may go. */
  pop3: accountConfig.shape.pop3,
  oauth: oauthSettings.optional(),
  /** What `signIn` gave, for servers whose `auth` is `oauth`. */
  grant: z.string().optional(),
});
export type NewAccount = z.input<typeof newAccount>;

export type AccountPhase =
  | 'connecting'
  | 'syncing'
  | 'idle'
  | 'offline'
  | 'paused'
  | 'needs-password'
  | 'needs-sign-in'
  | 'trouble'
  | 'removing';

/** What an account is doing now, in facts; the UI makes the words. */
export interface AccountStatus {
  readonly account: AccountConfig;
  readonly phase: AccountPhase;
  /** First sync or backfill: what is done of what, in headers. */
  readonly progress: { readonly mailbox: string; readonly done: number; readonly total: number } | null;
  readonly trouble: {
    readonly code: string;
    readonly server: string;
    readonly details: Readonly<Record<string, string | number | boolean>>;
  } | null;
  /** When it will connect again by itself, ms since 1970. */
  readonly retryAt: number | null;
  readonly lastSync: number | null;
}
