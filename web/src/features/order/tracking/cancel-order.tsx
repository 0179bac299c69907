import { useClient } from '@urql/preact';
import { useState } from 'react';
import { CancelOrderDocument } from '../../../generated/graphql.ts';
import { type Order, stageOf } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
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
    // The id suffices as the key: a repeated cancellation changes nothing.
    const input = { workflow: order.workflow, orderId: order.id, idempotencyKey: `cancel-${order.id}` };
    const { data, error } = await client.mutation(CancelOrderDocument, { input }).toPromise();
    const refusal = data?.cancelOrder.errors[0];
    if (refusal) setState({ step: 'failed', message: refusal.message });
    else if (error) setState({ step: 'failed', message: t('cancel.noAnswer') });
    // Else the change itself arrives over the live connection.
    else setState({ step: 'idle' });
  };

  return (
    <section className={styles.cancel} aria-label={t('cancel.label')}>
      {possible ? (
        state.step === 'asking' || state.step === 'sending' ? (
          <div className={styles.row}>
            <p>{t('cancel.question')}</p>
            <Button look="danger" autoFocus busy={state.step === 'sending'} onClick={cancel}>
              {t(state.step === 'sending' ? 'cancel.sending' : 'cancel.yes')}
            </Button>
            <Button onClick={() => setState({ step: 'idle' })}>{t('cancel.keep')}</Button>
          </div>
        ) : (
          <div className={styles.row}>
            <Button onClick={() => setState({ step: 'asking' })}>{t('cancel.start')}</Button>
          </div>
        )
      ) : (
        <p>{t('cancel.tooLate')}</p>
      )}
      <div role="status">
        {state.step === 'failed' && (
          <Notice tone="bad" title={t('cancel.failed', { message: state.message })} />
        )}
      </div>
    </section>
  );
};
