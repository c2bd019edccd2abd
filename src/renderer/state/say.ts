import { isClosed } from './engine-state';
import { errorText } from './errors';
import { showToast } from './toasts';

/** Waits for what a press set going and tells in a toast when it fails. A port that closed says so by itself. */
export function say(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
  });
}
