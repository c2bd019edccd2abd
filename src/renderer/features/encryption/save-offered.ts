import type { PreparedPart } from '@shared/contract/engine-api';
import { useEngineState } from '../../state/engine-state';
import { savePart } from '../../state/save-part';

/** Asks where, and saves a file that the engine offers; in a browser it is downloaded. */
export const saveOffered = (part: PreparedPart): Promise<boolean> =>
  savePart(part, part.name, useEngineState.getState().status?.host !== 'electron');
