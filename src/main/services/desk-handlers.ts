import type { EngineContract } from '@shared/contract/engine-api';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from './engine';

type DeskHandlers = Pick<
  Handlers<EngineContract>,
  'takeOpenings' | 'showMenu' | 'showBadge' | 'networkChanged'
>;

/** The part of EngineApi between the page and the desktop around it. */
export const deskHandlers = (engine: Engine): DeskHandlers => ({
  takeOpenings: () => engine.openings.take(),
  showMenu: (menu) => engine.parts.shell.showMenu(menu),
  showBadge: ({ count }) => engine.parts.shell.showBadge(count),
  networkChanged: () => engine.resume(),
});
