import { ipcRenderer } from 'electron';
import { LISTENING } from '@shared/contract/page-ports';

/**
 * Hands ports of these channels over from the main process to the page, and nothing else: no function of Electron is
 * exposed. The main process sends them as soon as there is a document; the page may begin to listen later than that, and a
 * message that nobody listens for is lost, so they wait here until it has said so.
 */
export function forwardPorts(channels: readonly string[]): void {
  /** The newest of each channel; an older one that nobody took has been replaced. */
  const waiting = new Map<string, MessagePort[]>();
  let listening = false;
  const handOver = (channel: string, ports: MessagePort[]): void =>
    window.postMessage(channel, window.location.origin, ports);
  for (const channel of channels) {
    ipcRenderer.on(channel, ({ ports }) => {
      if (listening) handOver(channel, ports);
      else waiting.set(channel, ports);
    });
  }
  window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    // Frames with mail in them can say what they like.
    if (source !== window || data !== LISTENING) return;
    listening = true;
    for (const [channel, ports] of waiting) handOver(channel, ports);
    waiting.clear();
  });
}
