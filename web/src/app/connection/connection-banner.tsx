import { useState } from 'react';
import { useConnection, useLink } from '../../lib/live/connection-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { ClockBanner } from './clock-banner.tsx';
import { connectionWords } from './connection-words.ts';
import { DecisionBanner } from './decision-banner.tsx';
import { PageBanner } from './page-banner.tsx';

/** What is wrong with the connection; while that is well, what else is wrong for the whole page. One at a time. */
export const ConnectionBanner = ({ onBoard }: { onBoard: boolean }) => {
  const connection = useConnection();
  const link = useLink();
  const [readClock, setReadClock] = useState<string>();
  const now = useNow();
  const words = connectionWords(link, now, onBoard);
  const wait = link.retryAt === undefined ? 0 : Math.ceil((link.retryAt - now) / 1_000);
  return (
    <>
      <PageBanner name={t('connection.name')} words={words} onBoard={onBoard}>
        {link.phase !== 'live' && (
          <>
            <span>{wait > 0 ? t('connection.nextTry', { seconds: wait }) : t('connection.trying')}</span>
            <Button onClick={connection.retryNow}>{t('connection.tryNow')}</Button>
          </>
        )}
      </PageBanner>
      {!words && (
        <DecisionBanner onBoard={onBoard}>
          <ClockBanner onBoard={onBoard} read={readClock} onRead={setReadClock} />
        </DecisionBanner>
      )}
    </>
  );
};
