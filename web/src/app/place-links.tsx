import { useContext } from 'react';
import { Link, useLocation } from 'wouter';
import { WorkflowContext } from '../lib/orders/workflow-context.ts';
import { Icon } from '../ui/icon.tsx';
import { useMedia } from '../ui/use-media.ts';
import styles from './place-links.module.css';
import { placesFor } from './places.ts';

/** The ways to all places: a row, or on a narrow screen a menu. */
export const PlaceLinks = () => {
  const scope = useContext(WorkflowContext);
  const [path] = useLocation();
  const wide = useMedia('(min-width: 64rem)');
  if (!scope) return <nav className={styles.places} aria-label="Places" />;

  const isHere = (place: string) => (place === '/' ? path === '/' : path.startsWith(place));
  const places = placesFor(scope);
  const links = (
    <ul className={styles.links}>
      {places.map(({ path: place, name }) => (
        <li key={place}>
          <Link
            href={scope.placeOf(place)}
            className={styles.link ?? ''}
            aria-current={isHere(place) ? 'page' : undefined}
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
  if (wide) {
    return (
      <nav className={styles.places} aria-label="Places">
        {links}
      </nav>
    );
  }
  const here = places.findLast(({ path: place }) => isHere(place));
  return (
    <nav className={styles.places} aria-label="Places">
      {/* Keyed by the path, so that it closes when it has led somewhere. */}
      <details key={path} className={styles.menu}>
        <summary>
          <Icon name="menu" />
          {here?.name ?? 'Places'}
        </summary>
        {links}
      </details>
    </nav>
  );
};
