/**
 * Whether the system checks spelling itself. Elsewhere Chromium would fetch a dictionary from a server of Google's, and
 * tell it which language one writes in.
 */
export const hasOwnDictionaries = (platform: NodeJS.Platform): boolean => platform === 'darwin';
