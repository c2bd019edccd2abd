export { removedMail } from './compose';
export type { RemovedMail } from './removed-mail';
