/**
 * A SharedWorker that dies (its process was killed, or ran out of memory) says nothing, and Chromium tells the ports to
 * it nothing either. So the worker holds a lock of its own for as long as it lives, and tells its name to whoever
 * connects: who is granted that lock knows that the worker is gone.
 */
interface WorkerLife {
  /** Name of a lock (Web Locks). */
  readonly livesWhileHeld: string;
}

export const workerLife = (lock: string): WorkerLife => ({ livesWhileHeld: lock });

/** The lock's name, null when the message is another one. */
export function lockOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('livesWhileHeld' in message)) return null;
  return typeof message.livesWhileHeld === 'string' ? message.livesWhileHeld : null;
}
