import { t } from '../../lib/texts/texts.ts';
import { useClockOffset } from '../../lib/time/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { clockWords } from './clock-words.ts';
import { PageBanner } from './page-banner.tsx';

/** That this device's clock is wrong, until somebody has read it; again when it is wrong by another span. */
export const ClockBanner = ({
  onBoard,
  read,
  onRead,
}: {
  onBoard: boolean;
  /** The cause that was read. */
  read: string | undefined;
  onRead(cause: string): void;
}) => {
  const words = clockWords(useClockOffset());
  const isNews = words !== undefined && words.cause !== read;
  return (
    <PageBanner
      name={t('connection.clockName')}
      words={isNews ? { tone: 'warn', ...words } : undefined}
      onBoard={onBoard}
    >
      <Button onClick={() => words && onRead(words.cause)}>{t('connection.ok')}</Button>
    </PageBanner>
  );
};
