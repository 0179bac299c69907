import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../lib/texts/texts.ts';
import { Cupcake } from '../ui/cupcake/cupcake.tsx';
import styles from './layout.module.css';

/** What every page is in: the header with the shop's name, and the content. @param tools beside the name */
export const Frame = ({
  onBoard = false,
  tools,
  children,
  after,
}: {
  onBoard?: boolean;
  tools?: ReactNode;
  children: ReactNode;
  after?: ReactNode;
}) => (
  <div className={styles.frame} data-board={onBoard || undefined}>
    <a className={styles.skip} href="#content">
      {t('app.skip')}
    </a>
    <header className={styles.header}>
      <Link href="/" className={styles.brand ?? ''} aria-label="Cupcakery">
        <Cupcake flavour="Red velvet" size="XL" className={styles.logo} />
        <span className={styles.name}>Cupcakery</span>
      </Link>
      {tools}
    </header>
    <div className={styles.awning} aria-hidden="true" />
    <main id="content" className={styles.main} tabIndex={-1}>
      {children}
    </main>
    {after}
  </div>
);
