import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ReasonForm } from '../../../ui/reason-form.tsx';

const usual = ['ticket.missing', 'ticket.spoiled', 'ticket.broken'] as const;
const longest = 2_000;

/** Requires the reason why an order cannot be done; it then waits at an incident for a manager. */
export const FailDialog = ({
  order,
  onFail,
  onClose,
}: {
  order: Order;
  onFail(order: Order, reason: string): void;
  onClose(): void;
}) => {
  const { fields } = useWorkflow();
  return (
    <Dialog title={t('ticket.failTitle', { number: shortNumber(order.id) })} onClose={onClose}>
      <p>{t('ticket.failWhy', { what: summarise(fields, order.details).headline })}</p>
      <ReasonForm
        id="fail-reason"
        usual={usual.map((one) => t(one))}
        label={t('ticket.anotherReason')}
        longest={longest}
        send={t('ticket.stop')}
        onReason={(reason) => {
          onFail(order, reason);
          onClose();
        }}
      />
    </Dialog>
  );
};
