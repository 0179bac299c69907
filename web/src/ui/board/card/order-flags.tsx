import { type Order, presentStep } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Mark } from '../../mark.tsx';

/** What people set on an order: rushed, held or recalled. */
export const OrderFlags = ({ order }: { order: Order }) => (
  <>
    {order.rushed && (
      <Mark icon="rush" tone="busy" chip>
        {t('ticket.rushed')}
      </Mark>
    )}
    {order.held && (
      <Mark icon="held" chip>
        {t('ticket.held')}
      </Mark>
    )}
    {presentStep(order)?.recalled && (
      <Mark icon="recalled" tone="warn" chip>
        {t('ticket.recalled')}
      </Mark>
    )}
  </>
);
