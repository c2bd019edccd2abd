export { RemovedDialog } from './removed-dialog';
export { RemovedSetting } from './removed-setting';
