/**
 * react-aria looks for an element of this id and, not finding it, adds an inline <style>, which the content security
 * policy would block with an error. The rule itself is in ui/base.css.
 */
const REACT_ARIA_STYLE = 'react-aria-pressable-style';

/** Settles with react-aria what the content security policy forbids. Call before anything is drawn. */
export function prepareDocument(): void {
  if (document.getElementById(REACT_ARIA_STYLE)) return;
  const marker = document.createElement('meta');
  marker.id = REACT_ARIA_STYLE;
  document.head.append(marker);
}
