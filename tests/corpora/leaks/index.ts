import { documentVectors, gestureVectors } from './documents';
import { imageVectors } from './images';
import { styleVectors } from './styles';
import type { LeakVector } from './vector';

export { gestureVectors } from './documents';
export { type LeakVector, withHost } from './vector';

/** Every vector of security.md §1.3 that lives in HTML, each a mail of its own; written for Tern. */
export const leakVectors: readonly LeakVector[] = [...imageVectors, ...styleVectors, ...documentVectors, ...gestureVectors];
