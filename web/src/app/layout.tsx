import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { t } from '../lib/texts/texts.ts';
import { Cupcake } from '../ui/cupcake/cupcake.tsx';
import { ConnectionBanner } from './connection/connection-banner.tsx';
import { ConnectionPill } from './connection/connection-pill.tsx';
import styles from './layout.module.css';
import { NavLinks } from './navigation/nav-links.tsx';
import { WhoAmI } from './person/who-am-i.tsx';

/** Header, page and foot. A board fills exactly the screen, so that nobody has to scroll while working. */
export const Layout = ({ children }: { children: ReactNode }) => {
  const [atStage] = useRoute('/kitchen/:stage');
  const [atExpo] = useRoute('/expo');
  const onBoard = atStage || atExpo;
  return (
    <div className={styles.frame} data-board={onBoard || undefined}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <header className={styles.header}>
        <Link href="/" className={styles.brand ?? ''} aria-label="Cupcakery">
          <Cupcake flavour="Red velvet" size="XL" className={styles.logo} />
          <span className={styles.name}>Cupcakery</span>
        </Link>
        <NavLinks />
        <ConnectionPill />
        <WhoAmI />
      </header>
      <div className={styles.awning} aria-hidden="true" />
      <main id="content" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <ConnectionBanner onBoard={onBoard} />
    </div>
  );
};
