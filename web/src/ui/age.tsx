import { clockAge } from '../lib/time/format.ts';
import { useNow } from '../lib/time/use-now.ts';

/** A ticking age. Not announced: a number that changes every second is no news to a listener. */
export const Age = ({ since, className }: { since: number; className?: string | undefined }) => {
  const now = useNow();
  return (
    <time className={className} dateTime={new Date(since).toISOString()}>
      {clockAge(now - since)}
    </time>
  );
};
