import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** A boxed message: what happened, in its first line, and what can be done. */
export const Notice = ({
  tone = 'plain',
  title,
  children,
}: {
  tone?: 'plain' | 'warn' | 'bad' | 'good';
  title: ReactNode;
  children?: ReactNode;
}) => (
  <div className={`${styles.notice} ${tone === 'plain' ? '' : styles[tone]}`}>
    <strong>{title}</strong>
    {children}
  </div>
);
