import { z } from 'zod';

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
