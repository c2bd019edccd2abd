import { t } from '../i18n';
import { say } from './say';
import { showToast } from './toasts';

/** Puts text on the clipboard and says so. */
export function copyText(text: string): void {
  say(navigator.clipboard.writeText(text).then(() => showToast({ text: t('common.copied'), key: 'copied' })));
}
