import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './mark.module.css';

export type Tone = 'plain' | 'busy' | 'warn' | 'bad' | 'good';

/** A state as icon, word and colour together, so that none is needed alone. */
export const Mark = ({
  icon,
  tone = 'plain',
  chip = false,
  wrap = false,
  children,
}: {
  icon: IconName;
  tone?: Tone;
  chip?: boolean;
  /** For a sentence: over several lines where there is no room for one. */
  wrap?: boolean;
  children: ReactNode;
}) => (
  <span className={`${styles.mark} ${styles[tone]} ${chip ? styles.chip : ''} ${wrap ? styles.wrap : ''}`}>
    <Icon name={icon} />
    <span>{children}</span>
  </span>
);
