import { useMemo } from 'react';
import { useT } from '../../i18n';
import { type Command, type CommandGroup, commands, useAllCommands } from '../../state/commands';
import { useAccounts, useMailboxes } from '../../state/engine-state';
import { placeOfSearch, useSavedSearches } from '../../state/saved-searches';
import { mailboxScope, type Place, useSelection } from '../../state/selection';
import { Dialog, Icon, type IconName, Keys, Picker, type PickerItem } from '../../ui';
import { mailboxIcon, mailboxLabel } from '../folders';
import { fit } from './rank';

const MAX_SHOWN = 60;
const GROUPS: readonly CommandGroup[] = ['message', 'write', 'navigate', 'view', 'account', 'app'];

/** Everything Tern can do now, and every folder, by typing a few letters. Shows each command's key. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const all = useAllCommands();
  const mailboxes = useMailboxes();
  const accounts = useAccounts();
  const searches = useSavedSearches();
  // What makes sense is decided when the palette opens: the dialog itself must not change it.
  const offered = useMemo(() => all.filter(({ id, hidden }) => !hidden && commands.available(id)), [all]);
  const labels = useMemo(
    () => new Map(accounts.map(({ account }) => [account.id, account.label])),
    [accounts],
  );

  const find = (typed: string): PickerItem[] => {
    const found: (PickerItem & { readonly score: number })[] = [];
    for (const command of offered) {
      const title = t(command.title);
      const score = fit(title, typed);
      if (score > 0)
        found.push({
          ...commandItem(command, title),
          score: score + 1,
          section: t(`common.shortcuts.groups.${command.group}`),
        });
    }
    if (typed.trim() === '') {
      return found.sort((a, b) => groupRank(a.id, offered) - groupRank(b.id, offered)).slice(0, MAX_SHOWN);
    }
    for (const search of searches) {
      const score = fit(search.name, typed);
      const label = t('common.palette.goTo', { name: search.name });
      if (score > 0)
        found.push({ ...goItem(search.id, 'search', label, search.text, placeOfSearch(search)), score });
    }
    for (const mailbox of mailboxes) {
      if (!mailbox.selectable) continue;
      const name = mailboxLabel(mailbox);
      const score = Math.max(fit(name, typed), fit(mailbox.name, typed) - 20);
      if (score <= 0) continue;
      const account = labels.get(mailbox.account) ?? '';
      const label = t('common.palette.goTo', { name });
      const place: Place = { kind: 'mail', scope: mailboxScope(mailbox.id) };
      found.push({ ...goItem(mailbox.id, mailboxIcon(mailbox.role), label, account, place), score });
    }
    return found
      .sort((a, b) => b.score - a.score)
      .slice(0, MAX_SHOWN)
      .map(({ section: _, ...item }) => item);
  };

  return (
    <Dialog bare isOpen title={t('common.palette.title')} onClose={onClose}>
      <Picker
        label={t('common.palette.title')}
        placeholder={t('common.palette.placeholder')}
        items={find}
        empty={(text) => t('common.palette.empty', { text })}
        onDone={onClose}
      />
    </Dialog>
  );
}

const goItem = (id: string, icon: IconName, label: string, side: string, place: Place): PickerItem => ({
  id: `go-${id}`,
  label,
  content: (
    <>
      <Icon name={icon} />
      <span className="picker-name truncate" dir="auto">
        {label}
      </span>
      <span className="picker-side truncate">{side}</span>
    </>
  ),
  run: () => useSelection.getState().go(place),
});

const groupRank = (id: string, offered: readonly Command[]): number => {
  const command = offered.find((one) => one.id === id);
  return command ? GROUPS.indexOf(command.group) : GROUPS.length;
};

const commandItem = (command: Command, title: string): PickerItem => ({
  id: command.id,
  label: title,
  content: (
    <>
      <Icon name={command.icon ?? 'right'} />
      <span className="picker-name truncate">{title}</span>
      {command.keys?.[0] && <Keys binding={command.keys[0]} />}
    </>
  ),
  // After the dialog is gone and focus is back where it was.
  run: () => setTimeout(() => commands.run(command.id)),
});
