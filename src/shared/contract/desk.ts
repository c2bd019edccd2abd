import { z } from 'zod';
import { messageKeySchema } from './schema';

/** What the system hands to Tern: an address to write to, or a file with a message. Untrusted, and never acted on by itself. */
export const openingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('mailto'),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
    subject: z.string(),
    body: z.string(),
  }),
  /** Its bytes are on the shelf under `blob`. */
  z.object({ kind: z.literal('message-file'), name: z.string(), size: z.number(), blob: z.string() }),
]);
export type Opening = z.output<typeof openingSchema>;

/** The menus that carry commands, in no particular order; each platform has its own. */
export const MENU_GROUPS = ['message', 'write', 'navigate', 'view', 'account', 'app'] as const;

/** Words of the menu bar that are not commands of Tern's. */
export const MENU_WORDS = [
  'file',
  'edit',
  'view',
  'go',
  'message',
  'window',
  'help',
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'pasteAndMatchStyle',
  'copyLink',
  'learnWord',
  'delete',
  'selectAll',
  'resetZoom',
  'zoomIn',
  'zoomOut',
  'togglefullscreen',
  'about',
  'services',
  'hide',
  'hideOthers',
  'unhide',
  'minimize',
  'zoom',
  'front',
  'close',
  'quit',
] as const;
export type MenuWord = (typeof MENU_WORDS)[number];

/** The command registry as a menu bar can show it, in the reader's language. */
export const appMenuSchema = z.object({
  words: z.record(z.enum(MENU_WORDS), z.string().max(100)),
  commands: z
    .array(
      z.object({
        id: z.string().max(100),
        title: z.string().max(200),
        group: z.enum(MENU_GROUPS),
        /** As tinykeys writes it (`$mod+k`); null when there is none that a menu can show. */
        key: z.string().max(50).nullable(),
        enabled: z.boolean(),
      }),
    )
    .max(500),
});
export type AppMenu = z.output<typeof appMenuSchema>;

/** The tray's icon and its menu, in the reader's language. `open` and `quit` are the host's own doing. */
export const traySchema = z.object({
  unread: z.boolean(),
  /** Windows shows 127 characters. */
  tooltip: z.string().max(127),
  items: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('item'),
          id: z.string().max(200),
          label: z.string().max(200),
          enabled: z.boolean(),
          /** What it does is seen in the window. */
          opens: z.boolean(),
        }),
        z.object({ kind: z.literal('separator') }),
      ]),
    )
    .max(60),
});
export type TrayMenu = z.output<typeof traySchema>;

/** What a notification offers to do with its message. */
export const NOTE_ACTIONS = ['archive', 'read', 'reply'] as const;

/** A notification of the system's. Plain text. */
export const noteSchema = z.object({
  title: z.string().max(300),
  body: z.string().max(1000),
  /** The message that it is about; null for more than one, or none. */
  message: messageKeySchema.nullable(),
  actions: z.array(z.object({ id: z.enum(NOTE_ACTIONS), label: z.string().max(100) })).max(3),
});
export type Note = z.output<typeof noteSchema>;

/** What a person did outside the pages. */
export const deskChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tray'), id: z.string() }),
  z.object({
    kind: z.literal('note'),
    message: messageKeySchema.nullable(),
    action: z.enum(['open', ...NOTE_ACTIONS]),
  }),
  /** The window was closed, and Tern goes on without it. */
  z.object({ kind: z.literal('window-hidden') }),
]);
export type DeskChoice = z.output<typeof deskChoiceSchema>;

/** What the desktop around the window can do; settings offer nothing else. */
export const desktopSchema = z.object({
  /** Where the icon goes: macOS's menu bar, or a tray. */
  icon: z.enum(['menu-bar', 'tray']),
  /** Whether the desktop shows such icons at all; null where that cannot be known. */
  iconShown: z.boolean().nullable(),
  /** Whether Tern is started when the person logs in; null where it is not installed. */
  atLogin: z.boolean().nullable(),
});
export type Desktop = z.output<typeof desktopSchema>;
