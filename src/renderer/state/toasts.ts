import { create } from 'zustand';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** A short word about something done or not done. Texts are already translated. */
export interface ToastSpec {
  readonly text: string;
  readonly tone?: 'plain' | 'danger';
  readonly action?: ToastAction;
  /** ms it stays, 8,000 unless told; it pauses while the pointer or focus is on it. */
  readonly stay?: number;
  /** When it is too late, in ms since 1970: it counts the seconds (`text` of how many are left) and goes then, whatever is on it. */
  readonly countdown?: { readonly until: number; readonly text: (seconds: number) => string };
  /** A toast of the same key replaces the old one. */
  readonly key?: string;
}

export interface Toast extends ToastSpec {
  readonly id: number;
}

interface ToastState {
  readonly toasts: readonly Toast[];
  readonly show: (spec: ToastSpec) => number;
  readonly dismiss: (id: number) => void;
}

/** More than this many at once is noise; the oldest go. */
const MAX_SHOWN = 3;
let nextId = 1;

export const useToasts = create<ToastState>((set) => ({
  toasts: [],
  show: (spec) => {
    const id = nextId++;
    set(({ toasts }) => ({
      toasts: [
        ...toasts.filter((old) => spec.key === undefined || old.key !== spec.key),
        { ...spec, id },
      ].slice(-MAX_SHOWN),
    }));
    return id;
  },
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));

export const showToast = (spec: ToastSpec): number => useToasts.getState().show(spec);
