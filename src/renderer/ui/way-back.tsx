import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../i18n';
import { showToast } from '../state/toasts';
import { Button } from './button';
import { Notice } from './notice';

/** Something that was removed in a dialog. */
interface Removed {
  /** Says what was removed. */
  readonly text: string;
  readonly undo: () => void;
}

/**
 * The way back from what is removed in a dialog. It stands in the dialog, as what is behind it cannot be reached, and goes
 * back one by one; when the dialog is closed the last of it is said once more where it can be reached then.
 */
export function useWayBack(): {
  readonly offer: (removed: Removed) => void;
  /** Where the dialog shows it. */
  readonly notice: ReactNode;
} {
  const [removed, setRemoved] = useState<readonly Removed[]>([]);
  const last = removed.at(-1);
  const offered = useRef<Removed | undefined>(undefined);
  const closed = useRef(false);
  useEffect(() => {
    offered.current = last;
  }, [last]);
  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
      if (offered.current) sayOutside(offered.current);
    };
  }, []);
  return {
    offer: (one) => {
      // What was removed may be answered when the dialog has been closed already.
      if (closed.current) sayOutside(one);
      else setRemoved((all) => [...all, one]);
    },
    notice: (
      <div role="status" className="ui-way-back">
        {last && (
          <Notice
            compact
            actions={
              <Button
                size="small"
                icon="undo"
                onPress={() => {
                  last.undo();
                  setRemoved((all) => all.slice(0, -1));
                }}
              >
                {t('common.undo')}
              </Button>
            }
          >
            {last.text}
          </Notice>
        )}
      </div>
    ),
  };
}

const sayOutside = ({ text, undo }: Removed): number =>
  showToast({ text, action: { label: t('common.undo'), run: undo } });
