import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useAccount } from '../lib/session/account.ts';
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
}) => {
  const { pass } = useAccount();
  // From the page of a link to all others is a way out of it: what it may is that one order.
  const isLink = pass !== undefined && pass.screen === undefined;
  const brand = { className: styles.brand ?? '', 'aria-label': 'Cupcakery' };
  const name = (
    <>
      <Cupcake flavour="Red velvet" size="XL" className={styles.logo} />
      <span className={styles.name}>Cupcakery</span>
    </>
  );
  return (
    <div className={styles.frame} data-board={onBoard || undefined}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <header className={styles.header}>
        {isLink ? (
          <a href="/" {...brand}>
            {name}
          </a>
        ) : (
          <Link href="/" {...brand}>
            {name}
          </Link>
        )}
        {tools}
      </header>
      <div className={styles.awning} aria-hidden="true" />
      <main id="content" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {after}
    </div>
  );
};
