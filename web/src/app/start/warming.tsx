import { t } from '../../lib/texts/texts.ts';
import styles from './warming.module.css';

/** A placeholder for a page that is loading. */
export const Warming = () => (
  <p className={styles.loading} role="status">
    {t('app.warming')}
  </p>
);
