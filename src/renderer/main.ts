import { startSession } from './state/connection';
import { connectToHost } from './state/host';

// First the store and the engine are called, from a file of a few pages; they read what there is to show while the far
// larger rest of the program is being compiled.
const session = startSession(connectToHost());

void import('./app/start').then(({ start }) => start(session));
