/** The image types that a host hands to a page. SVG is a document and is never shown inline (security.md §1.2). */
export const RASTER_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
]);
