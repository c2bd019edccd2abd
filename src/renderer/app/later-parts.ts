/** What `later` reads. */
export { FirstRun } from '../features/accounts';
export { OutboxPane } from '../features/outbox';
export { ReaderPane } from '../features/reader';
export { Dialogs } from './dialogs';
