import { useLink } from '../../lib/live/connection-context.ts';
import type { Pending, Wish } from '../../lib/tickets/wishes.ts';
import { Mark } from '../mark.tsx';

const underWay: Record<Wish['kind'], string> = {
  complete: 'Finishing …',
  claim: 'Taking …',
  release: 'Giving back …',
  recall: 'Recalling …',
  fail: 'Stopping …',
  mark: 'Marking …',
};

/** What is on its way for a ticket, or that it waits for the connection. */
export const PendingMark = ({ pending: { wish, phase } }: { pending: Pending }) => {
  const link = useLink();
  const waits = phase === 'waiting' && link.phase !== 'live';
  return (
    <Mark icon="sending" tone="busy" chip>
      {waits ? 'Waits for the connection' : underWay[wish.kind]}
    </Mark>
  );
};
