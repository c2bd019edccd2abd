export { ReaderPane, type ReaderPaneProps } from './reader-pane';
export { LIGHT_PAPER } from './html/frame-document';
export { MailFrame } from './html/frame';
export { sanitise, serialise } from './html/sanitise';
export { visibleName } from './people';
export { readPlain } from './plain/plain';
