import type { EngineContract } from '@shared/contract/engine-api';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from './engine';

type DeskHandlers = Pick<
  Handlers<EngineContract>,
  'takeOpenings' | 'showMenu' | 'showBadge' | 'mailProgram' | 'becomeMailProgram' | 'networkChanged'
>;

/** The part of EngineApi between the page and the desktop around it. */
export const deskHandlers = (engine: Engine): DeskHandlers => ({
  takeOpenings: () => engine.openings.take(),
  showMenu: (menu) => engine.parts.shell.showMenu(menu),
  showBadge: ({ count }) => engine.parts.shell.showBadge(count),
  mailProgram: () => ({ isDefault: engine.parts.shell.mailProgram?.isDefault() ?? null }),
  becomeMailProgram: () => {
    const program = engine.parts.shell.mailProgram;
    program?.makeDefault();
    return { isDefault: program?.isDefault() ?? null };
  },
  networkChanged: () => engine.resume(),
});
