import { useEffect, useRef, useState } from 'react';
import { t } from '../i18n';
import { type Toast, useToasts } from '../state/toasts';
import { Button, IconButton } from './button';

const STAY_MS = 8000;

/**
 * Where toasts show. Announced politely; each stays 8 s, and longer while the pointer or focus is on it, but never longer
 * than what it offers can be done. They are over dialogs, too: React Aria keeps what is marked so in reach.
 */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="ui-toasts" role="status" aria-live="polite" data-react-aria-top-layer>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const dismiss = useToasts((state) => state.dismiss);
  const [held, setHeld] = useState(false);
  const { action, countdown } = toast;
  const left = useRef(countdown ? countdown.until - Date.now() : (toast.stay ?? STAY_MS));
  useEffect(() => {
    if (held && !countdown) return;
    const started = performance.now();
    const timer = setTimeout(() => dismiss(toast.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(1500, left.current - (performance.now() - started));
    };
  }, [held, countdown, toast.id, dismiss]);
  return (
    <div
      className={`ui-toast${toast.tone === 'danger' ? ' ui-toast-danger' : ''}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="ui-toast-text">{countdown ? <Countdown {...countdown} /> : toast.text}</span>
      {action && (
        <Button
          kind="quiet"
          size="small"
          onPress={() => {
            dismiss(toast.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="small" icon="close" label={t('common.close')} onPress={() => dismiss(toast.id)} />
    </div>
  );
}

/** What is read out is what it said first: a word a second would be noise. */
function Countdown({ until, text }: NonNullable<Toast['countdown']>) {
  const [seconds, setSeconds] = useState(() => secondsTo(until));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsTo(until)), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return <span aria-live="off">{text(seconds)}</span>;
}

const secondsTo = (until: number): number => Math.max(0, Math.ceil((until - Date.now()) / 1000));
