import { callStore } from './state/store-worker';

// First the store is called, from a file of a few lines: a process has to begin for it, which opens its database while the
// far larger rest of the program is being compiled. Then the engine, which reads what there is to show.
callStore();

void Promise.all([import('./app/session'), import('./app/start')]).then(([{ pageSession }, { start }]) =>
  start(pageSession),
);
