// Loaded into Tern's process with --import: answers the parent with the delay of the event loop, the memory used, and when
// the first commands went out.
import { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The first commands of all, up to a FETCH: their words, and when they were written, ms since 1970. */
const commands = [];
const { write } = Socket.prototype;
Socket.prototype.write = function (data, ...rest) {
  if (data instanceof Uint8Array && data.length < 2000) {
    for (const line of Buffer.from(data).toString('latin1').split('\r\n')) {
      const word = /^[A-Za-z]+\d+ (?:UID )?([A-Z]+)/.exec(line)?.[1];
      if (word !== undefined) commands.push({ word, at: Date.now() });
    }
    if (commands.at(-1)?.word === 'FETCH') Socket.prototype.write = write;
  }
  return write.call(this, data, ...rest);
};

const histogram = monitorEventLoopDelay({ resolution: 1 });
histogram.enable();
process.on('message', (message) => {
  if (message === 'reset') histogram.reset();
  // Its timer wakes the process a thousand times a second: not where rest is measured.
  if (message === 'resting') histogram.disable();
  // The histogram counts the timer's own period; the delay is what is beyond it.
  const delay = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - 1);
  process.send?.({
    p50: delay(histogram.percentile(50)),
    p99: delay(histogram.percentile(99)),
    max: delay(histogram.max),
    rss: process.memoryUsage().rss,
    cpu: process.cpuUsage(),
    commands,
  });
});
process.channel?.unref();
