import { z } from 'zod';
import type { OutboxId } from '../model/ids';
import { defineContract } from '../rpc/contract';
import { importExportMethods, type Job } from './import-export';
import {
  type AccountConfig,
  accountConfig,
  type AccountStatus,
  type DiscoveredSettings,
  type DiscoveryStep,
  newAccount,
  oauthSettings,
  type ProbeResult,
} from './account';
import { auditEvents, auditMethods } from './audit';
import { automaticEvents, automaticMethods, blockedSenders } from './automatic';
import { awayEvents, awayMethods } from './away';
import { inspectMethods } from './inspect';
import {
  type Draft,
  draftAttachment,
  draftContent,
  type GivenAnswer,
  type OutboxItem,
  quoteWords,
  receiptWords,
  replyMode,
} from './compose';
import { offlineEvents, offlineMethods } from './offline';
import {
  appMenuSchema,
  deskChoiceSchema,
  desktopSchema,
  noteSchema,
  openingSchema,
  traySchema,
} from './desk';
import { type Operation, operationSchema } from './operations';
import { type RemovedMessage, removedWhere, restoreRemoved } from './removed';
import { openPgpEvents, openPgpMethods } from './openpgp';
import { pendingMethods } from './pending';
import {
  accountId,
  address,
  draftId,
  empty,
  mailboxId,
  messageKeySchema,
  messageRef,
  nothing,
  operationId,
  outboxId,
  sectionSchema,
  shape,
} from './schema';
import { ruleEvents, ruleMethods, rules } from './rules';
import { savedSearches } from './saved-search';
import { searchEvents, searchMethods } from './search';
import { snoozeEvents, snoozeMethods } from './snooze';
import { templateEvents, templateMethods } from './templates';
import { trustMethods } from './trust';
import { unsubscribeMethods } from './unsubscribe';
import type { MessageDetail } from './view-api';

/** What people do to messages. Keys may be of any mailboxes and accounts; the engine sorts them into operations. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('flag'),
    add: z.array(z.string()).max(16),
    remove: z.array(z.string()).max(16),
  }),
  z.object({ kind: z.literal('move'), to: mailboxId }),
  z.object({ kind: z.literal('copy'), to: mailboxId }),
  z.object({ kind: z.literal('archive') }),
  /** To Trash; from Trash (or without one) for good – the UI asks first. */
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('destroy') }),
  z.object({ kind: z.literal('junk') }),
  z.object({ kind: z.literal('not-junk') }),
]);
export type Action = z.output<typeof actionSchema>;

/** Settings that belong to the person, kept in the vault. Unknown keys are preserved. */
export const settingsSchema = z.looseObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['compact', 'normal', 'roomy']).default('normal'),
  threaded: z.boolean().default(true),
  sort: z.enum(['newest', 'oldest']).default('newest'),
  /** Addresses (lower case) whose remote images are always shown. */
  trustedSenders: z.array(z.string()).default([]),
  undoSendSeconds: z.number().int().min(0).max(60).default(10),
  /** ms a message is open before it is marked read; −1 never by itself. */
  markReadAfterMs: z.number().int().min(-1).default(0),
  workOffline: z.boolean().default(false),
  /** Mailing lists that the person left, by `leftListKey`: when (ms since 1970), and by what. */
  leftLists: z
    .record(z.string(), z.object({ at: z.number(), how: z.enum(['request', 'mail', 'page']) }))
    .default({}),
  /** Notifications show who wrote and what about; else only that something came. */
  notificationContent: z.boolean().default(false),
  /** Whose mail is told of: everybody's, or that of people the person has written to. */
  notifyOf: z.enum(['everybody', 'known']).default('everybody'),
  /** Hours without notifications, as minutes of the day; over midnight where they end before they begin. */
  quietHours: z
    .object({ from: z.number().int().min(0).max(1439), until: z.number().int().min(0).max(1439) })
    .nullable()
    .default(null),
  /** No notifications until then, ms since 1970. */
  notifyPausedUntil: z.number().default(0),
  /** By mailbox whether its new mail is told of; those not named: inboxes are. */
  notifyIn: z.record(z.string(), z.boolean()).default({}),
  /** Windows and Linux: closing the window leaves Tern running, with an icon in the tray. */
  keepRunning: z.boolean().default(false),
  /** macOS: an icon in the menu bar. */
  menuBarIcon: z.boolean().default(false),
  /** Started at login, Tern shows no window until it is asked for. */
  startHidden: z.boolean().default(true),
  /** For how many days messages that others removed are kept here; 0 not at all. */
  keepRemovedDays: z.number().int().min(0).max(365).default(14),
  language: z.string().default(''),
  savedSearches,
  blocked: blockedSenders,
  rules,
  ui: z.record(z.string(), z.unknown()).default({}),
});
export type Settings = z.output<typeof settingsSchema>;

export interface EngineStatus {
  readonly host: 'electron' | 'browser';
  readonly version: string;
  readonly accounts: readonly AccountStatus[];
  readonly online: boolean;
  readonly workOffline: boolean;
  /** Operations not yet done, refused ones not counted. */
  readonly waiting: number;
  /** Operations refused or uncertain that nobody has looked at yet. */
  readonly unseenTrouble: number;
  readonly outbox: number;
  readonly secrets: 'secure' | 'weak' | 'session';
  /** Words for the status line's odd cases: cache rebuilt, disk low …; i18n codes. */
  readonly notices: readonly {
    readonly code: string;
    readonly details: Readonly<Record<string, string | number>>;
  }[];
}

/** A fetched part, ready to be opened or saved. */
export interface PreparedPart {
  /** Path under the host's origin, e.g. `/part/…`, one session long. */
  readonly url: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Kinds of file that can run code; the UI warns and offers saving only. */
  readonly dangerous: boolean;
}

/** A message that is looked at without being in any mailbox. */
export interface OpenLetter {
  readonly message: MessageDetail;
  /** The whole message, to be kept. */
  readonly blob: string;
}

/** What was inside of a part that wraps other files: winmail.dat, or a text with uuencoded or yEnc files in it. */
export interface UnpackedPart {
  readonly parts: readonly PreparedPart[];
  /** Codes of `main/mime/tnef` and `main/mime/text-files`: there was more, or it is not what its sender made. */
  readonly notices: readonly string[];
}

/** Messages as a file (several: one mbox), or an attachment, under a token that the page made up. */
export const offeredFile = z.object({
  token: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().min(1).max(300),
  what: z.union([
    z.object({ messages: z.array(messageKeySchema).min(1).max(500) }),
    z.object({ ref: messageRef, section: sectionSchema }),
  ]),
});
export type OfferedFile = z.output<typeof offeredFile>;

export const engineContract = defineContract({
  name: 'engine',
  version: 1,
  methods: {
    status: { params: empty, result: shape<EngineStatus>() },
    settings: { params: empty, result: settingsSchema },
    /** Merges; resolves once it is durable. */
    updateSettings: { params: z.record(z.string(), z.unknown()), result: settingsSchema },

    // Accounts
    /** Emits `discovery` events as it goes; resolves with candidates, best first. Aborts cleanly. */
    discover: {
      params: z.object({ address: z.string().max(320) }),
      result: z.object({
        steps: z.array(shape<DiscoveryStep>()),
        found: z.array(shape<DiscoveredSettings>()),
      }),
    },
    /** Tries both directions without keeping anything. */
    probe: {
      params: newAccount,
      result: z.object({ incoming: shape<ProbeResult>(), outgoing: shape<ProbeResult>() }),
    },
    /** @throws MailError `needs-consent` when no keyring works and nobody agreed to weaker storage yet. */
    addAccount: {
      params: z.object({
        account: newAccount,
        secrets: z.enum(['secure', 'session', 'weak']).default('secure'),
      }),
      result: accountConfig,
    },
    addDemo: { params: empty, result: accountConfig },
    updateAccount: { params: z.object({ account: accountConfig }), result: accountConfig },
    setPassword: {
      params: z.object({
        account: accountId,
        direction: z.enum(['incoming', 'outgoing', 'both']),
        password: z.string(),
        secrets: z.enum(['secure', 'session', 'weak']).default('secure'),
      }),
      result: nothing,
    },
    /**
     * Lets a person sign in with a browser; emits `signInPage` with the address. Takes as long as the person does, at
     * most five minutes; aborting gives it up. The result stands for the sign-in until `addAccount` or `keepSignIn`.
     */
    signIn: {
      params: z.object({
        oauth: oauthSettings,
        /** Only for providers that give desktop programs one. Absent: the one the account has, if any. */
        clientSecret: z.string().optional(),
        user: z.string(),
        account: accountId.nullable(),
      }),
      result: z.object({ grant: z.string() }),
    },
    /** From now on the account signs in with what `signIn` gave. @throws MailError `needs-consent`, as `addAccount`. */
    keepSignIn: {
      params: z.object({
        account: accountId,
        grant: z.string(),
        secrets: z.enum(['secure', 'session', 'weak']).default('secure'),
      }),
      result: accountConfig,
    },
    // The desktop around the page
    /** What the system handed to Tern since the last time, each once: addresses to write to, message files. */
    takeOpenings: { params: empty, result: z.array(openingSchema) },
    /** This page has words of its own: it is told `closing` before Tern ends, and answers with `lastWordsSaved`. */
    keepsWords: { params: empty, result: nothing },
    /** Nothing is in the page alone any more. */
    lastWordsSaved: { params: empty, result: nothing },
    /** The commands as a menu bar shows them; for hosts that have one. */
    showMenu: { params: appMenuSchema, result: nothing },
    /** How many unread messages there are, for the dock or taskbar. */
    showBadge: { params: z.object({ count: z.number().int().min(0) }), result: nothing },
    /** What the icon in the tray shows and offers; for hosts that have one. */
    showTray: { params: traySchema, result: nothing },
    /** Shows a notification of the system's. False: the page has to. */
    showNote: { params: noteSchema, result: z.object({ shown: z.boolean() }) },
    /** Null where there is no desktop that Tern belongs to. */
    desktop: { params: empty, result: desktopSchema.nullable() },
    /** Starts Tern at login, or no longer. The result is what the system says then. */
    setAtLogin: { params: z.object({ atLogin: z.boolean() }), result: desktopSchema.nullable() },
    /** Whether the system opens `mailto:` addresses with Tern; null where it cannot be asked to. */
    mailProgram: { params: empty, result: z.object({ isDefault: z.boolean().nullable() }) },
    /** Asks the system to. Some want the person to confirm it in their own settings: then it is still false. */
    becomeMailProgram: { params: empty, result: z.object({ isDefault: z.boolean().nullable() }) },
    /** The page has noticed another network: every account connects anew at once. */
    networkChanged: { params: empty, result: nothing },
    reorderAccounts: { params: z.object({ order: z.array(accountId) }), result: nothing },
    pauseAccount: { params: z.object({ account: accountId, paused: z.boolean() }), result: nothing },
    /** Removes the account, its secrets, its vault data and its cache. Unsent mail must be dealt with first unless `force`. */
    removeAccount: { params: z.object({ account: accountId, force: z.boolean() }), result: nothing },
    syncNow: {
      params: z.object({ account: accountId.nullable(), mailbox: mailboxId.nullable() }),
      result: nothing,
    },
    setWorkOffline: { params: z.object({ offline: z.boolean() }), result: nothing },
    ...trustMethods,

    // Reading
    /** Fetches the display text; resolves once the store has it (the view emits `messagesChanged`). */
    fetchBody: { params: z.object({ ref: messageRef }), result: nothing },
    /**
     * Asks for the rest of a POP3 message of which only the headers are here. Durable when it resolves; the whole
     * message comes with the account's next session and takes the place of the headers.
     */
    fetchRest: { params: z.object({ ref: messageRef }), result: nothing },
    /** Fetches one part into the engine's cache folder; emits `partProgress`. */
    fetchPart: {
      params: z.object({ ref: messageRef, section: sectionSchema }),
      result: shape<PreparedPart>(),
    },
    /** Offers a file that is made when its address `/part/<token>` is opened. @throws MailError `token-taken` */
    offerFile: { params: offeredFile, result: nothing },
    /** Begins to drag a file out of the window; where hosts leave that to the page, nothing happens. */
    startDrag: { params: z.object({ url: z.string() }), result: z.object({ started: z.boolean() }) },
    /** Opens a fetched winmail.dat, or the files in a fetched text. @throws MailError `not-found`, `too-large`, `not-a-container` */
    unpackPart: { params: z.object({ url: z.string() }), result: shape<UnpackedPart>() },
    /**
     * Shows a whole message that is in no mailbox: a fetched part, or a blob that a page was told of. It can be asked for
     * parts and source like any other until Tern ends. @throws MailError `not-found`, `too-large`
     */
    openLetter: {
      params: z.object({
        from: z.union([z.object({ url: z.string() }), z.object({ blob: z.string() })]),
        account: accountId,
      }),
      result: shape<OpenLetter>(),
    },
    /** Opens a fetched part with the system (Electron) or answers false: the UI then follows the URL. */
    openPart: { params: z.object({ url: z.string() }), result: z.object({ opened: z.boolean() }) },
    /**
     * Asks for a folder that several parts are to be saved in. `folder` names it to `savePart`, never by its path: a page says
     * nothing about places on the disk. Null where each part is saved by itself.
     */
    saveFolder: {
      params: empty,
      result: z.object({ folder: z.string().nullable(), cancelled: z.boolean() }),
    },
    /**
     * Saves in a folder that was asked for, under a name that nothing there has, or asks where (Electron); or answers false: the
     * UI then downloads from the URL.
     */
    savePart: {
      params: z.object({ url: z.string(), folder: z.string().nullable() }),
      result: z.object({ saved: z.boolean(), path: z.string() }),
    },
    /** The raw message, first `limit` bytes as Latin-1 text, and the header block. */
    source: {
      params: z.object({ ref: messageRef, limit: z.number().int().min(1).max(10_000_000) }),
      result: z.object({ text: z.string(), truncated: z.boolean() }),
    },
    /** Fetches remote images the reader asked for; each answered by a local URL or null. Only https. */
    remoteImages: {
      params: z.object({ urls: z.array(z.string().max(4096)).max(500) }),
      result: z.array(z.string().nullable()),
    },
    ...unsubscribeMethods,
    openLink: { params: z.object({ url: z.string().max(8192) }), result: z.object({ opened: z.boolean() }) },

    // Acting
    act: {
      params: z.object({ action: actionSchema, keys: z.array(messageKeySchema).min(1).max(200_000) }),
      result: z.object({ group: z.string(), operations: z.number() }),
    },
    /** Cancels what has not run and appends inverses for what has. */
    undo: { params: z.object({ group: z.string() }), result: z.object({ undone: z.number() }) },
    /** What left the server by somebody else's hand lately and is nowhere else; newest first, at most 1,000. */
    removedMessages: { params: removedWhere, result: z.array(shape<RemovedMessage>()) },
    /** Appends removed messages to the server again. @throws MailError `not-kept`, `mailbox-gone`. */
    restoreRemoved: {
      params: restoreRemoved,
      result: z.object({ operations: z.number(), group: z.string() }),
    },
    forgetRemoved: { params: restoreRemoved.pick({ ids: true }), result: nothing },
    /** These work offline; `undo` takes a renaming and a subscription back, and what has not run yet. */
    createMailbox: {
      params: z.object({ account: accountId, name: z.string().min(1).max(1000) }),
      result: z.object({ group: z.string() }),
    },
    renameMailbox: {
      params: z.object({ mailbox: mailboxId, name: z.string().min(1).max(1000) }),
      result: z.object({ group: z.string() }),
    },
    deleteMailbox: { params: z.object({ mailbox: mailboxId }), result: z.object({ group: z.string() }) },
    subscribeMailbox: {
      params: z.object({ mailbox: mailboxId, subscribed: z.boolean() }),
      result: z.object({ group: z.string() }),
    },
    operations: { params: empty, result: z.array(operationSchema) },
    retryOperation: { params: z.object({ id: operationId }), result: nothing },
    /** Takes a waiting operation back, or forgets a refused one: the view shows the server's truth again. */
    forgetOperation: { params: z.object({ id: operationId }), result: nothing },
    ...pendingMethods,
    ...inspectMethods,
    ...auditMethods,
    ...searchMethods,
    ...offlineMethods,
    ...awayMethods,
    ...automaticMethods,
    ...snoozeMethods,
    ...ruleMethods,

    // Writing
    newDraft: {
      params: z.object({ account: accountId.nullable(), to: z.string().default('') }),
      result: shape<Draft>(),
    },
    replyDraft: {
      params: z.object({ ref: messageRef, mode: replyMode, words: quoteWords.optional() }),
      result: shape<Draft>(),
    },
    /** The draft behind a message in a server's Drafts, to go on with. */
    openDraft: { params: z.object({ ref: messageRef }), result: shape<Draft>() },
    drafts: { params: empty, result: z.array(shape<Draft>()) },
    draft: { params: z.object({ id: draftId }), result: shape<Draft>().nullable() },
    /** Durable when it resolves. `base` is the version edited; an older one is kept beside, not over. */
    saveDraft: {
      params: z.object({ id: draftId, base: z.number().int(), content: draftContent }),
      result: shape<Draft>(),
    },
    /** The composer was closed: to the server's Drafts now. False: nothing was in it, and it is gone. */
    closeDraft: { params: z.object({ id: draftId }), result: z.object({ kept: z.boolean() }) },
    /** Local addresses of pictures that stand inside of a draft's or a signature's words. */
    pictures: {
      params: z.object({ files: z.array(draftAttachment).max(1000) }),
      result: z.array(z.object({ contentId: z.string(), url: z.string() })),
    },
    /** Earlier versions of a draft, newest first. */
    draftVersions: { params: z.object({ id: draftId }), result: z.array(shape<Draft>()) },
    /** The person has seen that a draft was changed elsewhere as well. */
    settleDraft: { params: z.object({ id: draftId }), result: nothing },
    discardDraft: { params: z.object({ id: draftId }), result: nothing },
    /** Freezes the draft into the outbox; it may be undone until `at`. */
    send: {
      params: z.object({
        id: draftId,
        base: z.number().int(),
        content: draftContent,
        /** Send later: ms since 1970. */
        at: z.number().nullable().default(null),
      }),
      /** `kept`: another window saved other words of the draft meanwhile, which stay one. */
      result: z.object({ id: outboxId, at: z.number(), kept: z.boolean() }),
    },
    /** Passes a message on as it is, to others (RFC 5322 §3.6.6). */
    redirect: {
      params: z.object({ ref: messageRef, to: z.array(address).min(1).max(1000) }),
      result: z.object({ id: outboxId, at: z.number() }),
    },
    /** A read receipt that was asked for, or the note that none is sent. */
    answerReceipt: {
      /** `to`: whom the person was told of; nobody else hears of it. */
      params: z.object({
        ref: messageRef,
        send: z.boolean(),
        to: z.array(z.string().max(320)).max(20),
        words: receiptWords,
      }),
      result: nothing,
    },
    /** Tells an organiser whether one comes. */
    answerInvitation: {
      params: z.object({
        ref: messageRef,
        section: sectionSchema,
        participation: z.enum(['ACCEPTED', 'TENTATIVE', 'DECLINED']),
        words: receiptWords,
      }),
      result: shape<GivenAnswer>().nullable(),
    },
    /** What was answered to the event that a message invites to; null: nothing. */
    givenAnswer: {
      params: z.object({ ref: messageRef, uid: z.string(), recurrence: z.string() }),
      result: shape<GivenAnswer>().nullable(),
    },
    /** Another time for what waits for one. */
    rescheduleSend: { params: z.object({ id: outboxId, at: z.number() }), result: nothing },
    outbox: { params: empty, result: z.array(shape<OutboxItem>()) },
    /** Back to a draft, if it has not begun to go out. */
    undoSend: {
      params: z.object({ id: outboxId }),
      result: z.object({ taken: z.boolean(), draft: shape<Draft>().nullable() }),
    },
    retrySend: { params: z.object({ id: outboxId }), result: nothing },
    /** For `uncertain` and `refused` ones: the person decides. */
    resolveSend: {
      params: z.object({ id: outboxId, as: z.enum(['sent', 'send-again', 'to-draft', 'discard']) }),
      result: z.object({ draft: shape<Draft>().nullable() }),
    },

    ...templateMethods,

    // Encryption
    ...openPgpMethods,

    // Import and export
    ...importExportMethods,
  },
  events: {
    ...auditEvents,
    ...searchEvents,
    /** All jobs, ended ones that nobody has put away included. */
    jobs: z.object({ jobs: z.array(shape<Job>()) }),
    ...offlineEvents,
    ...awayEvents,
    ...automaticEvents,
    ...snoozeEvents,
    ...ruleEvents,
    status: shape<EngineStatus>(),
    settings: settingsSchema,
    discovery: shape<DiscoveryStep>(),
    /** Tern is about to end: a page that keeps words saves them, and calls `lastWordsSaved`. */
    closing: empty,
    /** `takeOpenings` has something to give. */
    opening: empty,
    /** A command was chosen in the menu bar. */
    command: z.object({ id: z.string() }),
    /** The person chose something in the tray or at a notification, or closed the window. */
    deskChosen: deskChoiceSchema,
    /** Where the person signs in, and whether a browser was opened there already. */
    signInPage: z.object({ url: z.string(), opened: z.boolean() }),
    operations: z.object({ upsert: z.array(operationSchema), remove: z.array(z.string()) }),
    outbox: z.object({ items: z.array(shape<OutboxItem>()) }),
    drafts: z.object({ drafts: z.array(shape<Draft>()) }),
    ...templateEvents,
    ...openPgpEvents,
    partProgress: z.object({
      ref: messageRef,
      section: sectionSchema,
      received: z.number(),
      total: z.number(),
    }),
    /** New mail that the person wants to be told of: how many, and the newest of them, newest first. */
    arrived: z.object({
      account: accountId,
      mailbox: mailboxId,
      count: z.number(),
      letters: z.array(
        z.object({
          message: messageKeySchema,
          from: z.string(),
          subject: z.string(),
          /** It is no new mail, but one's own, which nobody has answered since then, ms since 1970. */
          unansweredSince: z.number().optional(),
        }),
      ),
    }),
  },
});
export type EngineContract = typeof engineContract;
export type { AccountConfig, AccountStatus, Draft, Operation, OutboxId, OutboxItem };
