export { Marked } from './marked';
export { SearchBox } from './search-box';
export { SearchHead } from './search-head';
