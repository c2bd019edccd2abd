import type { DragEvent } from 'react';
import type { OfferedFile } from '@shared/contract/engine-api';
import type { MessageKey } from '@shared/model/ids';
import { emlName, plainName } from '@shared/util/file-names';
import { session } from './connection';
import { errorText } from './errors';
import { isClosed, useEngineState } from './engine-state';
import { showToast } from './toasts';

type Out = Pick<OfferedFile, 'name' | 'what'> & { readonly type: string };

const report = (error: unknown): void => {
  if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
};

const inElectron = (): boolean => useEngineState.getState().status?.host === 'electron';

/** Whether a drag that is also one inside of the window can carry a file: in Electron it is one or the other. */
export const carriesFiles = (): boolean => !inElectron();

/** More than this are not put into one file by a drag: exporting says how far it is, and can be stopped. */
const MOST = 500;

/** Messages as they leave the window: one as `.eml`, several as one mbox; null: there are too many. */
export function messagesOut(messages: readonly MessageKey[], subject: string): Out | null {
  if (messages.length === 0 || messages.length > MOST) return null;
  const [name, type] =
    messages.length === 1
      ? [emlName(subject), 'message/rfc822']
      : [`${plainName(subject, 'messages')}.mbox`, 'application/mbox'];
  return { name, type, what: { messages: [...messages] } };
}

/** A file that is made when its address is opened. @returns the address, known at once. */
function offer({ name, what }: Out): { readonly url: string; readonly offered: Promise<unknown> } {
  const token = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join('');
  return { url: `/part/${token}`, offered: session().engine.api.offerFile({ token, name, what }) };
}

/**
 * Lets a drag that begins now end outside of the window, as a file. Browsers fetch the address when it is dropped;
 * Electron wants the file on the disk and a drag of its own.
 */
export function dragOut(event: DragEvent, out: Out): void {
  const { url, offered } = offer(out);
  if (!inElectron()) {
    event.dataTransfer.setData('DownloadURL', `${out.type}:${out.name}:${location.origin}${url}`);
    offered.catch(report);
    return;
  }
  event.preventDefault();
  offered.then(() => session().engine.api.startDrag({ url })).catch(report);
}

/** The same for hands on the keyboard: asks where, and saves. */
export async function saveOut(out: Out): Promise<void> {
  const { url, offered } = offer(out);
  await offered;
  const { saved } = await session().engine.api.savePart({ url, folder: null });
  if (saved || inElectron()) return;
  const link = document.createElement('a');
  link.href = url;
  link.download = out.name;
  link.rel = 'noopener';
  link.click();
}
