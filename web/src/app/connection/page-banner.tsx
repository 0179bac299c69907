import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';
import styles from './connection-banner.module.css';

export type BannerWords = { tone: 'warn' | 'bad'; cause: string; effect: string };

/**
 * What is wrong for the whole page. It covers the foot of the page, or the navigation above a board, so that it shifts
 * and hides nothing that is in use. Only the cause is announced: the ticking rest would be read every second.
 */
export const PageBanner = ({
  name,
  words,
  onBoard,
  children,
}: {
  /** What it is about, for who cannot see where it is. */
  name: string;
  words: BannerWords | undefined;
  onBoard: boolean;
  children?: ReactNode;
}) => (
  <>
    <p className="visually-hidden" role="status">
      {words?.cause}
    </p>
    {words && (
      <aside
        className={styles.banner}
        data-tone={words.tone}
        data-board={onBoard || undefined}
        aria-label={name}
      >
        <Icon name="incident" className={styles.icon} />
        <div className={styles.words}>
          <strong>{words.cause}</strong> <span>{words.effect}</span>
        </div>
        {children && <div className={styles.retry}>{children}</div>}
      </aside>
    )}
  </>
);
