import { type Order, presentStep } from '../../../lib/orders/order.ts';
import { Mark } from '../../mark.tsx';

/** What people set on an order: rushed, held or recalled. */
export const OrderFlags = ({ order }: { order: Order }) => (
  <>
    {order.rushed && (
      <Mark icon="rush" tone="busy" chip>
        Rush
      </Mark>
    )}
    {order.held && (
      <Mark icon="held" chip>
        On hold
      </Mark>
    )}
    {presentStep(order)?.recalled && (
      <Mark icon="recalled" tone="warn" chip>
        Recalled
      </Mark>
    )}
  </>
);
