import { ProgressBar } from 'react-aria-components';

/** Something goes on whose end is unknown. */
export function Spinner({ label, size = 16 }: { readonly label: string; readonly size?: number }) {
  return (
    <ProgressBar isIndeterminate aria-label={label} className="ui-spinner">
      <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden>
        <circle cx="8" cy="8" r="6.25" className="ui-spinner-track" />
        <path d="M8 1.75a6.25 6.25 0 0 1 6.25 6.25" className="ui-spinner-arc" />
      </svg>
    </ProgressBar>
  );
}

/** How far: a true number, never a guess. */
export function Progress({
  label,
  value,
  max,
}: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
}) {
  return (
    <ProgressBar aria-label={label} value={value} maxValue={Math.max(1, max)} className="ui-progress">
      {({ percentage }) => (
        <div className="ui-progress-track">
          <div className="ui-progress-fill" style={{ inlineSize: `${percentage ?? 0}%` }} />
        </div>
      )}
    </ProgressBar>
  );
}
