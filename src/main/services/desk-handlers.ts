import type { EngineContract } from '@shared/contract/engine-api';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from './engine';

type DeskHandlers = Pick<
  Handlers<EngineContract>,
  | 'takeOpenings'
  | 'showMenu'
  | 'showBadge'
  | 'showTray'
  | 'showNote'
  | 'desktop'
  | 'setAtLogin'
  | 'mailProgram'
  | 'becomeMailProgram'
  | 'networkChanged'
>;

/** The part of EngineApi between the page and the desktop around it. */
export const deskHandlers = (engine: Engine): DeskHandlers => ({
  takeOpenings: () => engine.openings.take(),
  showMenu: (menu) => engine.parts.shell.showMenu(menu),
  showBadge: ({ count }) => engine.parts.shell.showBadge(count),
  showTray: (menu) => engine.parts.shell.desktop?.showTray(menu),
  showNote: (note) => ({ shown: engine.parts.shell.desktop?.showNote(note) ?? false }),
  desktop: () => engine.parts.shell.desktop?.about() ?? null,
  setAtLogin: async ({ atLogin }) => {
    const { desktop } = engine.parts.shell;
    await desktop?.setAtLogin(atLogin);
    return (await desktop?.about()) ?? null;
  },
  mailProgram: () => ({ isDefault: engine.parts.shell.mailProgram?.isDefault() ?? null }),
  becomeMailProgram: () => {
    const program = engine.parts.shell.mailProgram;
    program?.makeDefault();
    return { isDefault: program?.isDefault() ?? null };
  },
  networkChanged: () => engine.resume(),
});
