import { ipcRenderer } from 'electron';

/**
 * Hands ports of these channels over from the main process to the page, and nothing else: no function of Electron is
 * exposed. The main process sends them once the page's scripts have run, so the page is listening.
 */
export function forwardPorts(channels: readonly string[]): void {
  for (const channel of channels) {
    ipcRenderer.on(channel, ({ ports }) => window.postMessage(channel, window.location.origin, ports));
  }
}
