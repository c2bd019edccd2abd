export { PendingChanges } from './pending-changes';
