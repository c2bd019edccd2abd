import type { ComponentProps, ReactElement } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  MenuSection,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from 'react-aria-components';
import { t } from '../i18n';
import { commands } from '../state/commands';
import { Icon, type IconName } from './icons';
import { Keys } from './keys';

export interface MenuItem {
  readonly kind?: 'item';
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly keys?: string | undefined;
  readonly hint?: string;
  readonly tone?: 'danger';
  /** A tick in front; makes the item something that is on or off, or in a choice the one that is chosen. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

export type MenuEntry =
  | MenuItem
  /** One of several: parted by a line from what is before it. */
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly label: string;
      readonly entries: readonly MenuItem[];
    }
  | { readonly kind: 'separator'; readonly id: string }
  | { readonly kind: 'header'; readonly id: string; readonly label: string };

/** The menu entry of a registered command, or nothing when it makes no sense now. */
export function commandEntry(id: string): MenuEntry[] {
  const command = commands.get(id);
  if (!command || !commands.available(id)) return [];
  return [
    {
      id,
      label: t(command.title),
      ...(command.icon ? { icon: command.icon } : {}),
      keys: command.keys?.[0],
      run: () => commands.run(id),
    },
  ];
}

/** A button (any react-aria pressable) that opens a menu. */
export function Menu({
  trigger,
  label,
  entries,
}: {
  readonly trigger: ReactElement;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}) {
  return (
    <MenuTrigger>
      {trigger}
      <MenuPopover label={label} entries={entries} />
    </MenuTrigger>
  );
}

/** React Aria knows choices as selections of a section; here each is a command that says how things stand (WAI-ARIA). */
const choice =
  (role: 'menuitemcheckbox' | 'menuitemradio', checked: boolean): NonNullable<MenuItemProps['render']> =>
  (props) => <div {...(props as ComponentProps<'div'>)} role={role} aria-checked={checked} />;

const itemsOf = (entries: readonly MenuEntry[]): MenuItem[] =>
  entries.flatMap((entry) => (entry.kind === 'choice' ? entry.entries : 'run' in entry ? [entry] : []));

/** A menu at an element, opened by the owner (context menus). */
export function MenuPopover({
  label,
  entries,
  ...popover
}: { readonly label: string; readonly entries: readonly MenuEntry[] } & Pick<
  PopoverProps,
  'isOpen' | 'onOpenChange' | 'triggerRef' | 'placement' | 'offset' | 'crossOffset'
>) {
  const items = itemsOf(entries);
  const checks = items.some(({ checked }) => checked !== undefined);
  const item = (entry: MenuItem, role: 'menuitemcheckbox' | 'menuitemradio'): ReactElement => (
    <AriaMenuItem
      key={entry.id}
      id={entry.id}
      textValue={entry.label}
      className={`ui-menu-item${entry.tone === 'danger' ? ' ui-menu-danger' : ''}`}
      {...(entry.checked === undefined ? {} : { render: choice(role, entry.checked) })}
    >
      {checks && <span className="ui-menu-check">{entry.checked && <Icon name="check" />}</span>}
      {!checks && <span className="ui-menu-check">{entry.icon && <Icon name={entry.icon} />}</span>}
      <span className="ui-menu-text">
        {entry.label}
        {entry.hint && <span className="ui-hint">{entry.hint}</span>}
      </span>
      {entry.keys && <Keys binding={entry.keys} />}
    </AriaMenuItem>
  );
  return (
    <Popover className="ui-popover" offset={4} {...popover}>
      <AriaMenu
        className="ui-menu"
        aria-label={label}
        {...(popover.isOpen ? { autoFocus: 'first' as const } : {})}
        onAction={(key) => {
          popover.onOpenChange?.(false);
          for (const { id, run } of items) if (id === key) run();
        }}
        disabledKeys={items.flatMap(({ id, disabled }) => (disabled ? [id] : []))}
      >
        {entries.map((entry) => {
          if (entry.kind === 'separator') return <Separator key={entry.id} className="ui-menu-separator" />;
          if (entry.kind === 'header')
            return (
              <MenuSection key={entry.id}>
                <Header className="ui-menu-header">{entry.label}</Header>
              </MenuSection>
            );
          if (entry.kind === 'choice')
            return (
              <MenuSection key={entry.id} aria-label={entry.label} className="ui-menu-choice">
                {entry.entries.map((one) => item(one, 'menuitemradio'))}
              </MenuSection>
            );
          return item(entry, 'menuitemcheckbox');
        })}
      </AriaMenu>
    </Popover>
  );
}
