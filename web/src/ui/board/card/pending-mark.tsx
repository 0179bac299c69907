import { useLink } from '../../../lib/live/connection-context.ts';
import type { PendingCommand, TicketCommand } from '../../../lib/tickets/command-queue.ts';
import { Mark } from '../../mark.tsx';

const pendingWords: Record<TicketCommand['kind'], string> = {
  complete: 'Finishing …',
  claim: 'Taking …',
  release: 'Releasing …',
  recall: 'Recalling …',
  fail: 'Reporting …',
  mark: 'Marking …',
};

/** The pending command of a ticket, or that it waits for the connection. */
export const PendingMark = ({ pending: { command, phase } }: { pending: PendingCommand }) => {
  const link = useLink();
  const waits = phase === 'waiting' && link.phase !== 'live';
  return (
    <Mark icon="sending" tone="busy" chip>
      {waits ? 'Waits for the connection' : pendingWords[command.kind]}
    </Mark>
  );
};
