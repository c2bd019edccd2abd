export { Composers } from './composers';
export { RedirectDialog } from './redirect-dialog';
export { SendLaterDialog } from './send-later';
