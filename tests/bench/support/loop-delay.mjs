// Loaded into Tern's process with --import: answers the parent with the delay of the event loop and the memory used.
import { monitorEventLoopDelay } from 'node:perf_hooks';

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
  });
});
process.channel?.unref();
