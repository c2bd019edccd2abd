export { OfflineDialog } from './offline-dialog';
