import type { ComponentProps } from 'react';
import styles from './button.module.css';

/**
 * A button. `busy` keeps the focus and is still announced, which `disabled` would not be; the caller ignores
 * presses meanwhile.
 */
export const Button = ({
  look = 'quiet',
  busy = false,
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: 'quiet' | 'primary' | 'danger'; busy?: boolean }) => (
  <button
    type={type}
    aria-disabled={busy || undefined}
    className={`${styles.button} ${look === 'quiet' ? '' : styles[look]} ${className}`}
    {...rest}
  />
);
