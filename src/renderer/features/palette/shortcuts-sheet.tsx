import { useT } from '../../i18n';
import { type CommandGroup, useAllCommands } from '../../state/commands';
import { Dialog, Keys } from '../../ui';

const GROUPS: readonly CommandGroup[] = ['message', 'write', 'navigate', 'view', 'account', 'app'];
/** Keys that the list itself hears. */
const IN_LIST: readonly (readonly [string, string])[] = [
  ['common.shortcuts.upDown', 'ArrowUp'],
  ['common.shortcuts.extend', 'Shift+ArrowDown'],
  ['common.shortcuts.mark', 'Space'],
  ['common.shortcuts.openRow', 'Enter'],
];

/** And the pane of folders. */
const IN_FOLDERS: readonly (readonly [string, string])[] = [
  ['common.shortcuts.goThere', 'Enter'],
  ['common.shortcuts.renameFolder', 'F2'],
  ['common.shortcuts.deleteFolder', 'Delete'],
];
const REGIONS = [
  ['common.shortcuts.inList', IN_LIST],
  ['common.shortcuts.inFolders', IN_FOLDERS],
] as const;

/** All keys on one sheet, straight from the registry. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const all = useAllCommands();
  return (
    <Dialog isOpen size="large" title={t('common.shortcuts.title')} onClose={onClose}>
      <div className="shortcuts">
        {GROUPS.map((group) => {
          const listed = all.filter((command) => command.group === group && command.keys?.[0]);
          if (listed.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`common.shortcuts.groups.${group}`)}</h3>
              <dl>
                {listed.map(({ id, title, keys }) => (
                  <div key={id}>
                    <dt>{t(title)}</dt>
                    <dd>
                      <Keys binding={keys?.[0] ?? ''} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        {REGIONS.map(([region, keys]) => (
          <section key={region}>
            <h3>{t(region)}</h3>
            <dl>
              {keys.map(([title, key]) => (
                <div key={key}>
                  <dt>{t(title)}</dt>
                  <dd>
                    <Keys binding={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
