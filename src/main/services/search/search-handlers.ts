import type { EngineContract } from '@shared/contract/engine-api';
import type { searchMethods } from '@shared/contract/search';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from '../engine';
import { searchServer } from './search-server';

/** The part of EngineApi that looks for what is not here. */
export const searchHandlers = (
  engine: Engine,
): Pick<Handlers<EngineContract>, keyof typeof searchMethods> => ({
  searchServer: (wanted, { signal }) =>
    searchServer(engine, wanted, signal, (progress) => engine.tell('searchProgress', progress)),
});
