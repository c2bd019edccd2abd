import { t } from '../../i18n';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import type { Fact } from './facts';

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, more = [], tone }, i) => (
        <div key={`${name}-${i}`} className={`fact${tone ? ` fact-${tone}` : ''}`}>
          <dt>{name}</dt>
          <dd className="selectable">
            {[value, ...more].map((line, n) => (
              <p key={n} dir="auto">
                {line}
              </p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Puts text on the clipboard and says so. */
export function copy(text: string): void {
  say(
    navigator.clipboard.writeText(text).then(() => showToast({ text: t('inspector.copied'), key: 'copied' })),
  );
}
