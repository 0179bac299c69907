import '../../../ui/screens/screens-texts.ts';
import { useEffect, useEffectEvent, useState } from 'react';
import { cookAtScreen, useCook } from '../../../lib/screens/cook.ts';
import { useBadge } from '../../../lib/screens/use-badge.ts';
import { useStaffApi } from '../../../lib/screens/use-staff-api.ts';
import { t } from '../../../lib/texts/texts.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import styles from './cook-at-screen.module.css';
import { CookDialog } from './cook-dialog.tsx';
import { refusedCookWords } from './refused-cook-words.ts';

export type ShowMessage = (tone: 'warn' | 'bad', title: string, text: string) => void;

/** At a wall screen: who works there, until they leave or their time is over. */
export const CookAtScreen = ({ showMessage }: { showMessage: ShowMessage }) => {
  const cook = useCook();
  const api = useStaffApi();
  const [isOpen, setIsOpen] = useState(false);
  useEndOfTime(showMessage);
  useBadge(async (badge) => {
    const reply = await api.signIn({ badge });
    if ('ok' in reply) {
      cookAtScreen.set(reply.ok);
      setIsOpen(false);
    } else showMessage('bad', t('screens:badgeRefused'), refusedCookWords(reply));
  });
  return (
    <>
      {cook ? (
        // Another element than the one that has opened the dialog and has the focus again: Space and Enter are the board's.
        <Button
          key="leave"
          aria-label={t('screens:leave', { name: cook.name })}
          onClick={() => cookAtScreen.set(undefined)}
        >
          <Icon name="claimed" />
          <span className={styles.name}>{cook.name}</span>
          <Icon name="cancelled" />
        </Button>
      ) : (
        <Button
          key="who"
          aria-haspopup="dialog"
          aria-label={t('screens:whoWorks')}
          onClick={() => setIsOpen(true)}
        >
          <Icon name="claimed" />
          <span className={styles.word}>{t('screens:whoWorks')}</span>
        </Button>
      )}
      {isOpen && <CookDialog onClose={() => setIsOpen(false)} />}
    </>
  );
};

/** Forgets the cook when the token is over, and says so; and when the board is left. */
const useEndOfTime = (showMessage: ShowMessage): void => {
  const cook = useCook();
  const report = useEffectEvent((name: string) =>
    showMessage('warn', t('screens:timeOver', { name }), t('screens:timeOverWhy')),
  );
  useEffect(() => {
    if (!cook) return;
    const end = () => {
      cookAtScreen.set(undefined);
      report(cook.name);
    };
    const timer = setTimeout(end, Math.max(0, cook.until - currentTime()));
    return () => clearTimeout(timer);
  }, [cook]);
  useEffect(() => () => cookAtScreen.set(undefined), []);
};
