import { COLOUR_PROPERTIES, isSafeDeclaration, safeSelector } from './css-values';

export interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly important: boolean;
}

export type SafeRule =
  | { readonly kind: 'style'; readonly selector: string; readonly declarations: readonly Declaration[] }
  | { readonly kind: 'media'; readonly condition: string; readonly rules: readonly SafeRule[] };

/** How much CSS one mail may bring; the rest is left out and `exceeded` says so. */
export interface CssBudget {
  characters: number;
  rules: number;
  exceeded: boolean;
}

/** 512 KiB and 5,000 rules a mail (security.md §1.2). */
export const newCssBudget = (): CssBudget => ({ characters: 512 * 1024, rules: 5000, exceeded: false });

/** The declarations of a CSSOM block that a mail may use, shorthands already expanded by the browser. */
export function safeDeclarations(style: CSSStyleDeclaration): Declaration[] {
  const kept: Declaration[] = [];
  for (const property of style) {
    const value = style.getPropertyValue(property);
    if (isSafeDeclaration(property, value)) {
      kept.push({ property, value, important: style.getPropertyPriority(property) === 'important' });
    }
  }
  return kept;
}

/**
 * Parses a `style=` attribute with the browser's parser on an element that belongs to no page: nothing is styled,
 * so nothing is fetched, and no page's `style-src` is asked.
 */
export function parseStyleAttribute(text: string, budget: CssBudget): Declaration[] {
  budget.characters -= text.length;
  if (budget.characters < 0) {
    budget.exceeded = true;
    return [];
  }
  const scratch = document.createElement('i');
  scratch.style.cssText = text;
  return safeDeclarations(scratch.style);
}

/** Parses a `<style>` block. `replaceSync` drops `@import` by specification; a sheet that no document adopts fetches nothing. */
export function parseStyleSheet(text: string, budget: CssBudget): SafeRule[] {
  budget.characters -= text.length;
  if (budget.characters < 0) {
    budget.exceeded = true;
    return [];
  }
  const sheet = new CSSStyleSheet();
  // Mail generators wrap styles in HTML comments for clients of the nineties.
  sheet.replaceSync(text.replace(/<!--|-->/g, ' '));
  return safeRules(sheet.cssRules, budget, 0);
}

function safeRules(rules: CSSRuleList, budget: CssBudget, depth: number): SafeRule[] {
  const kept: SafeRule[] = [];
  for (const rule of rules) {
    if (budget.rules-- <= 0) {
      budget.exceeded = true;
      break;
    }
    if (rule instanceof CSSStyleRule) {
      const selector = safeSelector(rule.selectorText);
      const declarations = selector === null ? [] : safeDeclarations(rule.style);
      if (selector !== null && declarations.length > 0) kept.push({ kind: 'style', selector, declarations });
    } else if (rule instanceof CSSMediaRule && depth < 2 && isSafeCondition(rule.conditionText)) {
      const inner = safeRules(rule.cssRules, budget, depth + 1);
      if (inner.length > 0) kept.push({ kind: 'media', condition: rule.conditionText, rules: inner });
    }
  }
  return kept;
}

const isSafeCondition = (condition: string): boolean => /^[\w\s():,.<>=\-/]{1,300}$/.test(condition);

/** Writes rules into a sheet through CSSOM, one property at a time: no text of the mail is parsed a second time as CSS. */
export function installRules(target: CSSStyleSheet | CSSMediaRule, rules: readonly SafeRule[]): void {
  for (const rule of rules) {
    if (rule.kind === 'media') {
      const media = insert(target, `@media ${rule.condition} {}`);
      if (media !== null && 'insertRule' in media) installRules(media as CSSMediaRule, rule.rules);
    } else {
      const style = insert(target, `${rule.selector} {}`);
      if (style !== null && 'style' in style)
        applyDeclarations((style as CSSStyleRule).style, rule.declarations);
    }
  }
}

/** Null when the engine cannot read back its own serialisation of a selector: that rule is simply not there. */
function insert(target: CSSStyleSheet | CSSMediaRule, text: string): CSSRule | null {
  try {
    return target.cssRules.item(target.insertRule(text, target.cssRules.length));
  } catch (error) {
    if ((error as { name?: unknown }).name === 'SyntaxError') return null;
    throw error;
  }
}

export function applyDeclarations(style: CSSStyleDeclaration, declarations: readonly Declaration[]): void {
  for (const { property, value, important } of declarations) {
    style.setProperty(property, value, important ? 'important' : '');
  }
}

/** Whether rules or declarations bring colours, as opposed to leaving them to the reader's theme. */
export function bringsColour(rules: readonly SafeRule[]): boolean {
  return rules.some((rule) =>
    rule.kind === 'media' ? bringsColour(rule.rules) : declaresColour(rule.declarations),
  );
}

const KEYWORDS = new Set([
  'inherit',
  'initial',
  'unset',
  'none',
  'transparent',
  'currentcolor',
  'rgba(0, 0, 0, 0)',
]);
export const declaresColour = (declarations: readonly Declaration[]): boolean =>
  declarations.some((d) => COLOUR_PROPERTIES.has(d.property) && !KEYWORDS.has(d.value.toLowerCase()));
