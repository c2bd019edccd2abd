export { OutboxPane } from './outbox-pane';
