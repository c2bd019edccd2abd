import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { Keys } from './keys';

export interface TooltipProps {
  readonly text: string;
  /** A key binding shown beside the text. */
  readonly keys?: string | undefined;
  /** A focusable element of react-aria (Button …). */
  readonly children: ReactElement;
}

export function Tooltip({ text, keys, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      {children}
      <AriaTooltip className="ui-tooltip" offset={6}>
        <span>{text}</span>
        {keys && <Keys binding={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
