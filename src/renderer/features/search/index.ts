export { SavedSearchDialog } from './saved-search-dialog';
export { SearchBox } from './search-box';
export { SearchHead } from './search-head';
