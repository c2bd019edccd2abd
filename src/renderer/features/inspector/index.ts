export { MessageInspector } from './message-inspector';
export { SyncInspector } from './sync-inspector';
