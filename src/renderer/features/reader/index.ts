export { ReaderPane, type ReaderPaneProps } from './reader-pane';
export { MailFrame } from './html/frame';
export { sanitise, serialise } from './html/sanitise';
export { LetterDialog } from './letter-dialog';
export { useLinks } from './link-dialog';
export { shownName } from './people';
export { UnsubscribeDialog } from './unsubscribe/unsubscribe-dialog';
export { PlainText } from './plain/plain-text';
export { usePaper } from './use-paper';
