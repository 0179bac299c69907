import styles from './warming.module.css';

/** Stands where a page will be. */
export const Warming = () => (
  <p className={styles.loading} role="status">
    Warming the oven …
  </p>
);
