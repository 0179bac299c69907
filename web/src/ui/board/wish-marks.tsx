import { type Order, presentStep } from '../../lib/orders/order.ts';
import { Mark } from '../mark.tsx';

/** What people wanted of an order: in front, aside, or once more. */
export const WishMarks = ({ order }: { order: Order }) => (
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
