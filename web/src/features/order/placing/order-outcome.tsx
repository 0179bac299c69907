import { Link } from 'wouter';
import { fieldOfPointer } from '../../../lib/details/values.ts';
import { shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import styles from './order-form.module.css';
import type { Outcome } from './send-order.ts';

/** Shows the outcome of the order, in a live region that exists from the start so that it is announced. */
export const OrderOutcome = ({
  outcome,
  sending,
  fieldErrors,
}: {
  outcome: Outcome | undefined;
  sending: boolean;
  fieldErrors: number;
}) => (
  <div role="status" className={styles.outcome}>
    {!sending && <Said outcome={outcome} fieldErrors={fieldErrors} />}
  </div>
);

const Said = ({ outcome, fieldErrors }: { outcome: Outcome | undefined; fieldErrors: number }) => {
  const { fields, pathOf } = useWorkflow();
  if (!outcome) {
    return fieldErrors > 0 ? (
      <Notice tone="bad" title="Not sent yet: please look at the marked fields." />
    ) : null;
  }
  switch (outcome.kind) {
    case 'placed':
      return (
        <Notice tone="good" title={`Order ${shortNumber(outcome.order.id)} is placed.`}>
          <p>Promised by {timeOfDay(Date.parse(outcome.order.promisedAt), currentTime(), 'minutes')}.</p>
          <Link href={pathOf(outcome.order)} className={styles.follow ?? ''}>
            Follow this order <Icon name="arrow" />
          </Link>
        </Notice>
      );
    case 'refused': {
      const names = fields.map(({ name }) => name);
      const general = outcome.errors.filter(({ field }) => !names.includes(fieldOfPointer(field ?? '')));
      return (
        <Notice tone="bad" title="The order was not taken. What you typed is still here.">
          {general.map(({ code, message }) => (
            <p key={code + message}>{message}</p>
          ))}
        </Notice>
      );
    }
    case 'unknown':
      return (
        <Notice tone="warn" title="There is no answer, so this page cannot tell whether your order arrived.">
          <p>Send it again: it stays one and the same order, however often it is sent. ({outcome.reason})</p>
        </Notice>
      );
    default:
      return outcome satisfies never;
  }
};
