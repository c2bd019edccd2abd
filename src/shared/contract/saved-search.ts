import { z } from 'zod';
import { viewQuery } from './view-api';

/** So many are kept: each that is listed has a view of its own open, which counts what is unread. */
export const MAX_SAVED_SEARCHES = 40;

const savedSearch = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  /** As it was typed, in the language of `search/parse`: "me" and names of accounts are looked up when it is asked. */
  text: z.string().min(1).max(800),
  scope: viewQuery.shape.scope,
});
/** A search that is kept, and opens as a folder does. */
export type SavedSearch = z.output<typeof savedSearch>;

/** In the order in which they are listed. One that this build cannot read takes none of the others with it. */
export const savedSearches = z
  .array(savedSearch.nullable().catch(null))
  .max(MAX_SAVED_SEARCHES)
  .default([])
  .transform((all) => all.filter((one) => one !== null));
