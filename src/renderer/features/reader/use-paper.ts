import { type RefObject, useEffect, useState } from 'react';
import { LIGHT_PAPER, type Paper } from './html/frame-document';

/** The reader's colours as the frame needs them: computed, because a frame does not see the app's variables. */
export function usePaper(probe: RefObject<HTMLElement | null>): Paper {
  const [paper, setPaper] = useState<Paper>(LIGHT_PAPER);
  useEffect(() => {
    const read = (): void => {
      const element = probe.current;
      if (element === null) return;
      const style = getComputedStyle(element);
      const next: Paper = {
        background: style.backgroundColor,
        color: style.color,
        link: style.outlineColor,
        inset: '0',
        scheme: isDark(style.backgroundColor) ? 'dark' : 'light',
      };
      setPaper((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    };
    read();
    const theme = new MutationObserver(read);
    theme.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'class', 'style'],
    });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', read);
    return () => {
      theme.disconnect();
      system.removeEventListener('change', read);
    };
  }, [probe]);
  return paper;
}

/** Rec. 709 luma of an `rgb()` colour below the middle. */
function isDark(colour: string): boolean {
  const [r = 255, g = 255, b = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}
