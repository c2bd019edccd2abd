import { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { engineParts } from '@main/host/engine-parts';
import { startEngine } from '@main/host/start-engine';
import { NodeDialer } from '@main/net/node-dialer';
import type { Disk, DiskFile } from '@main/vault/disk';
import { nodeDisk } from '@main/vault/node-disk';
import { HastyClock } from '../../../fakes/clocks';
import { type Channel, channel, type Order, type Orders, type Report } from './protocol';

/** An engine on real files and sockets that can end itself, with SIGKILL, in the middle of a write or before a send. */
// Started ahead of time: what it is to do comes when the engine before it has died.
const orders = await new Promise<Orders>((resolve) =>
  process.once('message', (message) => resolve(message as Orders)),
);
const ends = { wire: Infinity, journal: Infinity };
const steps = { wire: 0, journal: 0 };
const step = (kind: 'wire' | 'journal'): boolean => ++steps[kind] < ends[kind];
const die = (): void => void process.kill(process.pid, 'SIGKILL');

const open = nodeDisk.open.bind(nodeDisk);
const mortalFile = (file: DiskFile): DiskFile => ({
  ...file,
  read: (into, position) => file.read(into, position),
  size: () => file.size(),
  close: () => file.close(),
  truncate: (length) => file.truncate(length),
  write: async (bytes, position) => {
    if (!step('journal')) {
      await file.write(bytes.subarray(0, bytes.length >>> 1), position);
      die();
    }
    await file.write(bytes, position);
  },
  sync: async () => {
    if (!step('journal')) die();
    await file.sync();
  },
});
const mortal: Pick<Disk, 'open' | 'rename'> = {
  open: async (path, mode) => mortalFile(await open(path, mode)),
  rename: nodeDisk.rename.bind(nodeDisk),
};
Object.assign(nodeDisk, mortal);

const kept = new Map<string, Secret>();
const secrets: SecretStore = {
  get: (key) => Promise.resolve(kept.get(key) ?? new Secret('secret')),
  set: (key, secret) => Promise.resolve(void kept.set(key, secret)),
  delete: (key) => Promise.resolve(void kept.delete(key)),
  status: () => Promise.resolve({ protection: 'secure' as const, backend: 'memory' }),
  choose: () => Promise.resolve(),
};
const clock = new HastyClock();
clock.offset = orders.offset;
const sockets = new NodeDialer();
const engine = await startEngine({
  ...engineParts({ host: 'browser', version: '0', profile: orders.profile, demo: false, secrets }),
  clock,
  dialer: {
    dial: async (endpoint, signal) => {
      const port = endpoint.port === 993 ? orders.imapPort : orders.smtpPort;
      const transport = await sockets.dial({ ...endpoint, host: '127.0.0.1', port }, signal);
      const send = transport.send.bind(transport);
      transport.send = (bytes) => {
        if (!step('wire')) die();
        return send(bytes);
      };
      return transport;
    },
  },
});

const channels = new Map<number, Channel>();
// A parent that is gone is told nothing.
const say = (report: Report): void => void process.send?.(report, undefined, {}, () => undefined);
process.on('message', (order: Order) => {
  switch (order.t) {
    case 'open': {
      const port = channel(order.id, say);
      channels.set(order.id, port);
      if (order.kind === 'ui') engine.connectUi(port);
      else engine.connectStore(port);
      return;
    }
    case 'post':
      channels.get(order.id)?.deliver(order.message);
      return;
    case 'close':
      channels.get(order.id)?.ended();
      channels.delete(order.id);
      return;
    case 'end-at':
      ends[order.step] = steps[order.step] + order.n;
      return;
    case 'jump':
      clock.offset += order.ms;
  }
});
// An engine whose parent is gone has nobody to work for.
process.on('disconnect', die);
say({ t: 'up' });
