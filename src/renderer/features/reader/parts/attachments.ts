import type { Section } from '@shared/model/ids';
import type { BodyPart } from '@shared/model/message';

export type AttachmentKind =
  | 'image'
  | 'document'
  | 'sheet'
  | 'slides'
  | 'archive'
  | 'audio'
  | 'video'
  | 'calendar'
  | 'contact'
  | 'message'
  | 'program'
  | 'file';

export interface Attachment {
  readonly section: Section;
  readonly type: string;
  /** Fit to be shown: one line, nothing invisible, direction marks made visible. Never used as a path. */
  readonly name: string;
  readonly kind: AttachmentKind;
  /** Octets once decoded, estimated from the encoding. */
  readonly size: number;
  /** Kinds that can run: saved only, never opened from here. */
  readonly dangerous: boolean;
  /** Why the name deserves a second look. */
  readonly suspicion: 'direction' | 'double-extension' | 'long-spaces' | null;
}

/** Endings that a system may run, or that bring code along (security.md §2.4). */
const PROGRAMS = new Set(
  (
    'exe msi msix msp com scr bat cmd ps1 ps1xml psm1 vbs vbe js jse mjs ws wsf wsh hta lnk url scf pif cpl msc reg inf ins isp ' +
    'gadget application appref-ms settingcontent-ms library-ms search-ms searchconnector-ms diagcab rdp jar jnlp app command ' +
    'terminal workflow action pkg dmg iso img vhd vhdx desktop sh bash csh ksh zsh run bin appimage deb rpm apk elf py pyc pyw rb pl ' +
    'php one onepkg chm hlp xll xlam docm dotm xlsm xltm xlsb pptm potm ppam ppsm sldm slk iqy mdb accdb ade adp mde ' +
    'svg svgz html htm xhtml shtml mht mhtml xml xsl swf ics-exe'
  ).split(' '),
);
/** Endings people trust; one of them before the real one is a disguise. */
const TRUSTED = new Set(
  'pdf doc docx xls xlsx ppt pptx txt rtf odt ods odp jpg jpeg png gif webp bmp csv zip mp3 mp4 mov'.split(
    ' ',
  ),
);

const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const UNSEEN =
  /[\p{Cc}\u00ad\u180e\u200b-\u200d\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A file name as people may trust it: what would turn or hide letters is taken out, folders become `⁄`. */
export function shownFileName(raw: string, fallback: string): string {
  const name = raw
    .replace(DIRECTION, '')
    .replace(UNSEEN, '')
    .replace(/[/\\]/g, '⁄')
    .replace(/\s+/g, ' ')
    .trim();
  // By hand, here and below: the pattern is slow on a name of nothing but dots.
  let end = name.length;
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--;
  return end === 0 ? fallback : name.slice(0, end);
}

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

export function suspicionOf(raw: string): Attachment['suspicion'] {
  if (/[\u202a-\u202e\u2066-\u2069]/.test(raw)) return 'direction';
  const whole = raw.trimEnd();
  const lastWord = whole.split(/\s/).at(-1) ?? '';
  const spaces =
    whole.length - lastWord.length - whole.slice(0, whole.length - lastWord.length).trimEnd().length;
  if (spaces >= 6 && lastWord.includes('.')) return 'long-spaces';
  const pieces = shownFileName(raw, '').toLowerCase().split('.');
  const last = pieces.at(-1) ?? '';
  const before = pieces.at(-2)?.trim() ?? '';
  return pieces.length > 2 && TRUSTED.has(before) && PROGRAMS.has(last) ? 'double-extension' : null;
}

const KINDS: readonly (readonly [AttachmentKind, RegExp, RegExp])[] = [
  ['image', /^image\//, /^(?:png|jpe?g|gif|webp|bmp|heic|tiff?|avif)$/],
  ['audio', /^audio\//, /^(?:mp3|m4a|ogg|opus|wav|flac)$/],
  ['video', /^video\//, /^(?:mp4|mov|webm|mkv|avi)$/],
  ['calendar', /^text\/calendar$|^application\/ics$/, /^ics$/],
  ['contact', /vcard$/, /^vcf$/],
  ['message', /^message\//, /^(?:eml|msg)$/],
  ['archive', /zip|x-(?:tar|7z|rar|gzip|bzip)|gzip/, /^(?:zip|tar|gz|tgz|7z|rar|bz2|xz)$/],
  ['sheet', /spreadsheet|excel|^text\/csv$/, /^(?:xlsx?|ods|csv|numbers)$/],
  ['slides', /presentation|powerpoint/, /^(?:pptx?|odp|key)$/],
  ['document', /pdf|word|opendocument\.text|rtf|^text\//, /^(?:pdf|docx?|odt|rtf|txt|md|pages)$/],
];

export function kindOf(type: string, name: string): AttachmentKind {
  const extension = extensionOf(name);
  if (isDangerous(type, name)) return 'program';
  for (const [kind, , byName] of KINDS) if (byName.test(extension)) return kind;
  for (const [kind, byType] of KINDS) if (byType.test(type)) return kind;
  return 'file';
}

/** A whole message (RFC 2046 §5.2.1, RFC 6532 §3.7), which Tern shows itself. Outlook's `.msg` is something else. */
export const isLetter = ({ type, name }: Pick<Attachment, 'type' | 'name'>): boolean =>
  type === 'message/rfc822' || type === 'message/global' || extensionOf(name) === 'eml';

export const isDangerous = (type: string, name: string): boolean =>
  PROGRAMS.has(extensionOf(name)) ||
  /x-msdownload|x-ms(?:dos|-)|x-sh$|java-archive|x-executable|hta|^text\/html$|svg/.test(type);

/** Octets after decoding. Base64 as sent has 4 characters for 3 octets and 2 line ends in 78 (RFC 2045 §6.8). */
export function decodedSize(part: Pick<BodyPart, 'size' | 'encoding'>): number {
  return part.encoding.toLowerCase() === 'base64' ? Math.round((part.size * 76 * 3) / (78 * 4)) : part.size;
}

/** Every part in reading order. */
export function leaves(part: BodyPart | null): BodyPart[] {
  if (part === null) return [];
  // A message inside a message is one attachment; its own parts belong to it.
  if (part.children.length === 0 || part.type === 'message/rfc822') return [part];
  return part.children.flatMap(leaves);
}

/**
 * What people call attachments: every leaf that is not shown as text, nor as an image inside the HTML. `shown` holds
 * the sections of the display text, `inlined` the content ids that the HTML really used; nothing gets lost between.
 */
export function attachmentsOf(
  structure: BodyPart | null,
  shown: ReadonlySet<string>,
  inlined: ReadonlySet<string>,
  unnamed: (type: string, number: number) => string,
): Attachment[] {
  let number = 0;
  return leaves(structure).flatMap((part): Attachment[] => {
    const isText = part.type === 'text/plain' || part.type === 'text/html';
    const isBody = isText && part.disposition !== 'attachment' && part.filename === '';
    if (shown.has(part.section) || isBody || part.type.startsWith('multipart/')) return [];
    if (part.contentId !== '' && inlined.has(part.contentId) && part.type.startsWith('image/')) return [];
    if (part.type === 'text/calendar' && part.disposition !== 'attachment' && part.filename === '') return [];
    number++;
    const name = shownFileName(part.filename, unnamed(part.type, number));
    return [
      {
        section: part.section,
        type: part.type,
        name,
        kind: kindOf(part.type, name),
        size: decodedSize(part),
        dangerous: isDangerous(part.type, name),
        suspicion: suspicionOf(part.filename),
      },
    ];
  });
}
