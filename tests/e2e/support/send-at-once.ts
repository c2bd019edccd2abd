import { engineOf } from '../../support/engine-port';
import type { Tern } from './tern';

/** Sets the time in which sending can be undone to none, where a test is about something else and would wait it out. */
export async function sendAtOnce({ context, page }: Tern): Promise<void> {
  const engine = await engineOf(context, page.url());
  await engine.api.updateSettings({ undoSendSeconds: 0 });
  engine.close();
}
