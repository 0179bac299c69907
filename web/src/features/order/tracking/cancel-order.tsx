import { useState } from 'react';
import { useClient } from 'urql';
import { CancelOrderDocument } from '../../../generated/graphql.ts';
import { type Order, stageOf } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import styles from './order-page.module.css';

type State = { step: 'idle' | 'asking' | 'sending' } | { step: 'failed'; message: string };

/** Cancels an open order as long as its stage allows it, after one question back. */
export const CancelOrder = ({ order }: { order: Order }) => {
  const { workflow } = useWorkflow();
  const client = useClient();
  const [state, setState] = useState<State>({ step: 'idle' });
  const possible = order.status === 'INCIDENT' || stageOf(workflow, order.stage)?.cancellable === true;

  const cancel = async () => {
    if (state.step === 'sending') return;
    setState({ step: 'sending' });
    // The id is key enough: a cancellation said twice changes nothing.
    const input = { workflow: order.workflow, orderId: order.id, idempotencyKey: `cancel-${order.id}` };
    const { data, error } = await client.mutation(CancelOrderDocument, { input }).toPromise();
    const refusal = data?.cancelOrder.errors[0];
    if (refusal) setState({ step: 'failed', message: refusal.message });
    else if (error)
      setState({ step: 'failed', message: 'There was no answer. Try it again; once is enough.' });
    // Else the change itself comes over the live connection.
    else setState({ step: 'idle' });
  };

  return (
    <section className={styles.cancel} aria-label="Cancel">
      {possible ? (
        state.step === 'asking' || state.step === 'sending' ? (
          <div className={styles.row}>
            <p>Cancel this order?</p>
            <Button look="danger" autoFocus busy={state.step === 'sending'} onClick={cancel}>
              {state.step === 'sending' ? 'Cancelling …' : 'Yes, cancel it'}
            </Button>
            <Button onClick={() => setState({ step: 'idle' })}>Keep it</Button>
          </div>
        ) : (
          <div className={styles.row}>
            <Button onClick={() => setState({ step: 'asking' })}>Cancel the order</Button>
          </div>
        )
      ) : (
        <p>It is too far along to be cancelled.</p>
      )}
      <div role="status">
        {state.step === 'failed' && <Notice tone="bad" title={`Not cancelled: ${state.message}`} />}
      </div>
    </section>
  );
};
