export { RemovedMail } from './removed-mail';
