import { parseCapabilities, type Capabilities } from './capabilities';
import * as commands from './commands';
import type { Status } from './status';
import type { Pop3Wire } from './wire';

/** Waits for `+OK` (RFC 1939 §4). */
export async function greet(wire: Pop3Wire): Promise<Status> {
  const event = await wire.event(wire.timeouts.greeting);
  if (event.type === 'greeting' && event.status.ok) return event.status;
  throw wire.refusal({
    code: 'greeting-refused',
    message: 'The server does not want to talk now.',
    retry: { kind: 'later' },
    ...(event.type === 'greeting' ? { status: event.status } : {}),
  });
}

/** A server that does not know CAPA is no error. */
export async function askCapabilities(wire: Pop3Wire): Promise<Capabilities> {
  const { lines } = await wire.askLines(commands.capa());
  return parseCapabilities(lines);
}

/** RFC 2595 §4. Without CAPA it is tried all the same; anything but `+OK` ends the connection. */
export async function upgrade(wire: Pop3Wire, capabilities: Capabilities): Promise<void> {
  if (capabilities.known && !capabilities.keywords.has('STLS')) {
    throw wire.refusal({ code: 'starttls-missing', message: 'The server does not offer encryption.' });
  }
  const status = await wire.ask(commands.stls());
  if (!status.ok) {
    throw wire.refusal({ code: 'starttls-refused', message: 'The server refused to start encryption.' });
  }
  await wire.startTls();
}
