import { startSession } from '../state/connection';
import { connectToHost } from '../state/host';

/** The page's session, dialled as soon as this file is here: that is sooner than what it is shown in. */
export const pageSession = startSession(connectToHost());
