import { useLink } from '../../../lib/live/connection-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import type { PendingCommand, TicketCommand } from '../../../lib/tickets/command-queue.ts';
import { Mark } from '../../mark.tsx';

const pendingWords = {
  complete: 'ticket.complete',
  claim: 'ticket.claim',
  release: 'ticket.sendRelease',
  recall: 'ticket.recall',
  fail: 'ticket.fail',
  mark: 'ticket.mark',
} as const satisfies Record<TicketCommand['kind'], string>;

/** The pending command of a ticket, or that it waits for the connection. */
export const PendingMark = ({ pending: { command, phase } }: { pending: PendingCommand }) => {
  const link = useLink();
  const waits = phase === 'waiting' && link.phase !== 'live';
  return (
    <Mark icon="sending" tone="busy" chip>
      {t(waits ? 'ticket.waits' : pendingWords[command.kind])}
    </Mark>
  );
};
