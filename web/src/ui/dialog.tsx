import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { t } from '../lib/texts/texts.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

/**
 * A modal dialog that is open while it is drawn. Escape, the button and a press beside it close it; the browser
 * then gives the focus back to what had it.
 */
export const Dialog = ({
  title,
  onClose,
  wide = false,
  children,
}: {
  title: string;
  onClose(): void;
  wide?: boolean;
  children: ReactNode;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the element is removed: only then does closing it restore the focus.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, as the browser does with every dialog
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${wide ? styles.wide : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={({ target }) => {
        if (target === dialog.current) onClose();
      }}
    >
      <div className={styles.sheet}>
        <div className={styles.head}>
          <h2 id={id}>{title}</h2>
          <Button onClick={onClose}>{t('board.close')}</Button>
        </div>
        {children}
      </div>
    </dialog>
  );
};
