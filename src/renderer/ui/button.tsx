import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './icons';
import { Tooltip } from './tooltip';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode;
  /** `primary`: the one thing this place is for. `quiet`: no border until hovered. `link`: reads as text. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger' | 'link';
  readonly size?: 'normal' | 'small' | 'large';
  readonly icon?: IconName;
  readonly className?: string;
}

export function Button({
  children,
  kind = 'plain',
  size = 'normal',
  icon,
  className = '',
  ...rest
}: ButtonProps) {
  return (
    <AriaButton {...rest} className={`ui-button ui-button-${kind} ui-button-${size} ${className}`}>
      {icon && <Icon name={icon} />}
      <span className="ui-button-text">{children}</span>
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<
  AriaButtonProps,
  'children' | 'className' | 'style' | 'aria-label'
> {
  readonly icon: IconName;
  /** Read by screen readers and shown in the tooltip. */
  readonly label: string;
  /** A key binding shown in the tooltip. */
  readonly keys?: string | undefined;
  readonly filled?: boolean;
  readonly pressed?: boolean;
  readonly size?: 'normal' | 'small';
  readonly className?: string;
}

export function IconButton({
  icon,
  label,
  keys,
  filled = false,
  pressed,
  size = 'normal',
  className = '',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={`ui-icon-button ui-icon-button-${size} ${className}`}
      >
        <Icon name={icon} filled={filled} />
      </AriaButton>
    </Tooltip>
  );
}
