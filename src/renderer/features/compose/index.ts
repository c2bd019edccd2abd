export { Composers } from './composers';
export { DraftsBar } from './drafts-bar';
export { RedirectDialog } from './redirect-dialog';
export { SendLaterDialog } from './send-later';
export { SignatureEditor } from './signature-editor';
export { StartFromTemplate } from './templates/start-from-template';
export { TemplateSettings } from './templates/template-settings';
