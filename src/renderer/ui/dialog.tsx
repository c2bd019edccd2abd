import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { t } from '../i18n';
import { overApp } from '../state/ui';
import { Button, IconButton } from './button';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the end, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'normal' | 'large';
  /** Keeps the title for screen readers only and leaves out the header. */
  readonly bare?: boolean;
  /** An alert asks for a decision: a click outside does nothing. */
  readonly alert?: boolean;
  readonly className?: string;
}

/** A window over the app. Esc closes, focus returns to where it was. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  footer,
  size = 'normal',
  bare = false,
  alert = false,
  className = '',
}: DialogProps) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => (isOpen ? overApp() : undefined), [isOpen]);
  useLostFocus(section, isOpen, onClose);
  return (
    <ModalOverlay
      className={`ui-backdrop${bare ? ' ui-backdrop-top' : ''}`}
      isOpen={isOpen}
      isDismissable={!alert}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`ui-modal ui-modal-${size} ${className}`}>
        <AriaDialog ref={section} role={alert ? 'alertdialog' : 'dialog'} className="ui-dialog">
          {bare ? (
            <Heading slot="title" className="sr-only">
              {title}
            </Heading>
          ) : (
            <header className="ui-dialog-header">
              <Heading slot="title" className="ui-dialog-title">
                {title}
              </Heading>
              {!alert && <IconButton icon="close" label={t('common.close')} onPress={onClose} />}
            </header>
          )}
          <div className="ui-dialog-body">{children}</div>
          {footer && <footer className="ui-dialog-footer">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The dialogs that are open, the one on top last. */
const open: RefObject<HTMLElement | null>[] = [];

/**
 * What had the focus may go: a row that was removed, a button that did its work. The dialog itself has the focus then
 * (React Aria would put it on the first button, which is Close, a frame later), and Esc closes also in between.
 */
function useLostFocus(section: RefObject<HTMLElement | null>, isOpen: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    open.push(section);
    const isLost = (): boolean =>
      open.at(-1) === section &&
      (document.activeElement === null || document.activeElement === document.body);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && isLost()) close.current();
    };
    const onFocusOut = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null || !(target instanceof Node) || !section.current?.contains(target)) return;
      queueMicrotask(() => {
        if (isLost() && !target.isConnected) section.current?.focus();
      });
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusout', onFocusOut);
    return () => {
      open.splice(open.indexOf(section), 1);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('focusout', onFocusOut);
    };
  }, [isOpen, section]);
}

export interface ConfirmProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly confirm: string;
  readonly isOpen: boolean;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that can't be taken back. */
export function Confirm({ title, text, confirm, isOpen, danger = false, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      alert
      size="small"
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t('common.cancel')}
          </Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            onPress={() => {
              onClose();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {typeof text === 'string' ? <p>{text}</p> : text}
    </Dialog>
  );
}
