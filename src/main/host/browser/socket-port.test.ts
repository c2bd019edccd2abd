import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { describe, expect, it } from 'vitest';
import { socketPort } from './socket-port';

class StuckSocket extends EventEmitter {
  bufferedAmount = 0;
  terminated = false;
  send(data: Uint8Array): void {
    this.bufferedAmount += data.length;
  }
  close(): void {
    this.emit('close');
  }
  terminate(): void {
    this.terminated = true;
    this.emit('close');
  }
}

describe('socketPort', () => {
  it('cuts a page that does not read, instead of filling memory', () => {
    const socket = new StuckSocket();
    const port = socketPort(socket as unknown as WebSocket, 10_000);
    let closed = false;
    port.onClose(() => {
      closed = true;
    });
    for (let i = 0; i < 9; i += 1) port.post('x'.repeat(1000));
    expect(socket.terminated).toBe(false);
    for (let i = 0; i < 9; i += 1) port.post('x'.repeat(1000));
    expect(socket.terminated).toBe(true);
    expect(closed).toBe(true);
    expect(socket.bufferedAmount).toBeLessThan(12_000);
  });
});
