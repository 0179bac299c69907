import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Cupcake } from '../ui/cupcake.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import styles from './layout.module.css';

export const Layout = ({ children }: { children: ReactNode }) => (
  <>
    <a className={styles.skip} href="#content">
      Skip to the content
    </a>
    <header className={styles.header}>
      <Link href="/" className={styles.brand ?? ''}>
        <Cupcake flavour="Red velvet" size="XL" className={styles.logo} />
        Cupcakery
      </Link>
      <ConnectionPill />
    </header>
    <div className={styles.awning} aria-hidden="true" />
    <main id="content" className={styles.main} tabIndex={-1}>
      {children}
    </main>
    <ConnectionBanner />
  </>
);
