import '../../ui/screens/screens-texts.ts';
import { useId, useState } from 'react';
import { capitalised } from '../../lib/orders/order.ts';
import { forgetScreen, type StoredScreen, setUpPath } from '../../lib/session/stored-screen.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Button } from '../../ui/button.tsx';
import styles from './set-up-page.module.css';

/** Which screen this device is, and how it ceases to be one, after one question back. */
export const ThisScreen = ({ screen: { name, stage } }: { screen: StoredScreen }) => {
  const id = useId();
  const [asking, setAsking] = useState(false);
  const forget = () => {
    forgetScreen();
    location.assign(setUpPath);
  };
  return (
    <section className={styles.this} aria-labelledby={id}>
      <h3 id={id}>{t('screens:thisIs', { name, stage: capitalised(word(stage)) })}</h3>
      <p>{t('screens:thisIsWhy')}</p>
      {asking ? (
        <div className={styles.ways}>
          <p>{t('screens:forgetQuestion')}</p>
          <Button look="danger" autoFocus onClick={forget}>
            {t('screens:forgetYes')}
          </Button>
          <Button onClick={() => setAsking(false)}>{t('screens:keep')}</Button>
        </div>
      ) : (
        <div className={styles.ways}>
          <Button onClick={() => setAsking(true)}>{t('screens:forget')}</Button>
        </div>
      )}
    </section>
  );
};
