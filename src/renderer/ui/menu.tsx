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

export type MenuEntry =
  | {
      readonly kind?: 'item';
      readonly id: string;
      readonly label: string;
      readonly icon?: IconName;
      readonly keys?: string | undefined;
      readonly hint?: string;
      readonly tone?: 'danger';
      /** A tick in front; makes the item a choice. */
      readonly checked?: boolean;
      readonly disabled?: boolean;
      readonly run: () => void;
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

/** React Aria knows choices as selections of a section; here each is a command that says how things stand (WAI-ARIA, menuitemcheckbox). */
const choice =
  (checked: boolean): NonNullable<MenuItemProps['render']> =>
  (props) => <div {...(props as ComponentProps<'div'>)} role="menuitemcheckbox" aria-checked={checked} />;

/** A menu at an element, opened by the owner (context menus). */
export function MenuPopover({
  label,
  entries,
  ...popover
}: { readonly label: string; readonly entries: readonly MenuEntry[] } & Pick<
  PopoverProps,
  'isOpen' | 'onOpenChange' | 'triggerRef' | 'placement' | 'offset' | 'crossOffset'
>) {
  const checks = entries.some((entry) => 'checked' in entry && entry.checked !== undefined);
  return (
    <Popover className="ui-popover" offset={4} {...popover}>
      <AriaMenu
        className="ui-menu"
        aria-label={label}
        {...(popover.isOpen ? { autoFocus: 'first' as const } : {})}
        onAction={(key) => {
          popover.onOpenChange?.(false);
          for (const entry of entries) if (entry.id === key && 'run' in entry) entry.run();
        }}
        disabledKeys={entries.flatMap((entry) => ('disabled' in entry && entry.disabled ? [entry.id] : []))}
      >
        {entries.map((entry) => {
          if (entry.kind === 'separator') return <Separator key={entry.id} className="ui-menu-separator" />;
          if (entry.kind === 'header')
            return (
              <MenuSection key={entry.id}>
                <Header className="ui-menu-header">{entry.label}</Header>
              </MenuSection>
            );
          return (
            <AriaMenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={`ui-menu-item${entry.tone === 'danger' ? ' ui-menu-danger' : ''}`}
              {...(entry.checked === undefined ? {} : { render: choice(entry.checked) })}
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
        })}
      </AriaMenu>
    </Popover>
  );
}
