import { useContext } from 'react';
import { Link, useLocation } from 'wouter';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Icon } from '../../ui/icon.tsx';
import { useMedia } from '../../ui/media/use-media.ts';
import { navItemsFor } from './nav-items.ts';
import styles from './nav-links.module.css';

/** Links to all areas of the app: a row, or a menu on a narrow screen. */
export const NavLinks = () => {
  const scope = useContext(WorkflowContext);
  const [path] = useLocation();
  const wide = useMedia('(min-width: 72rem)');
  if (!scope) return <nav className={styles.navLinks} aria-label={t('app.places')} />;

  const isHere = (target: string) => (target === '/' ? path === '/' : path.startsWith(target));
  const items = navItemsFor(scope);
  const links = (
    <ul className={styles.links}>
      {items.map(({ path: target, name }) => (
        <li key={target}>
          <Link
            href={scope.hrefOf(target)}
            className={styles.link ?? ''}
            aria-current={isHere(target) ? 'page' : undefined}
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
  if (wide) {
    return (
      <nav className={styles.navLinks} aria-label={t('app.places')}>
        {links}
      </nav>
    );
  }
  const here = items.findLast((item) => isHere(item.path));
  return (
    <nav className={styles.navLinks} aria-label={t('app.places')}>
      {/* Keyed by the path, so that it closes after a navigation. */}
      <details key={path} className={styles.menu}>
        <summary>
          <Icon name="menu" />
          {here?.name ?? t('app.places')}
        </summary>
        {links}
      </details>
    </nav>
  );
};
