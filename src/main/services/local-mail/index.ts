export { LocalMail } from './local-mail';
