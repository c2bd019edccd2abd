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
