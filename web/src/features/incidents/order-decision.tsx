import { useClient } from '@urql/preact';
import { useRef, useState } from 'react';
import { type IncidentAction, ResolveIncidentDocument } from '../../generated/graphql.ts';
import { capitalised, type Order } from '../../lib/orders/order.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import styles from './incident-card.module.css';

type State = { step: 'idle' | 'sending' | 'sure?' } | { step: 'failed'; message: string };

/** Retry, rework from a stage, or scrap, each sent once however often it is pressed. */
export const OrderDecision = ({ order, onDone }: { order: Order; onDone(): void }) => {
  const client = useClient();
  const [state, setState] = useState<State>({ step: 'idle' });
  const reached = order.stages.slice(0, 1 + order.stages.findIndex(({ name }) => name === order.stage));
  const [stage, setStage] = useState(reached[0]?.name ?? order.stage);
  const busy = useRef(false);

  const decide = async (action: IncidentAction) => {
    if (busy.current) return;
    busy.current = true;
    setState({ step: 'sending' });
    const input = {
      workflow: order.workflow,
      orderId: order.id,
      action,
      // A decision is about this stop: a repeat is the same one, a later stop takes another.
      idempotencyKey: `${action}-${order.id}-${order.version}${action === 'REWORK' ? `-${stage}` : ''}`,
      ...(action === 'REWORK' ? { stage } : {}),
    };
    const { data, error } = await client.mutation(ResolveIncidentDocument, { input }).toPromise();
    busy.current = false;
    const refusal = data?.resolveIncident.errors[0]?.message ?? error?.message;
    setState(refusal ? { step: 'failed', message: refusal } : { step: 'idle' });
    onDone();
  };

  const sending = state.step === 'sending';
  return (
    <div className={styles.decision}>
      {state.step === 'sure?' ? (
        <div className={styles.row}>
          <p>{t('incidents.final')}</p>
          <Button look="danger" autoFocus onClick={() => decide('SCRAP')}>
            {t('incidents.yesScrap')}
          </Button>
          <Button onClick={() => setState({ step: 'idle' })}>{t('incidents.keep')}</Button>
        </div>
      ) : (
        <div className={styles.row}>
          <Button look="primary" busy={sending} onClick={() => decide('RETRY')}>
            {t('incidents.retry', { stage: word(order.stage) })}
          </Button>
          <div className={styles.rework}>
            <Button busy={sending} onClick={() => decide('REWORK')}>
              {t('incidents.rework')}
            </Button>
            <select
              aria-label={t('incidents.reworkStage')}
              value={stage}
              onChange={(e) => setStage(e.target.value)}
            >
              {reached.map(({ name }) => (
                <option key={name} value={name}>
                  {capitalised(word(name))}
                </option>
              ))}
            </select>
          </div>
          <Button look="danger" busy={sending} onClick={() => setState({ step: 'sure?' })}>
            {t('incidents.scrap')}
          </Button>
        </div>
      )}
      <div role="status">
        {sending && t('incidents.sending')}
        {state.step === 'failed' && (
          <Notice tone="bad" title={t('incidents.unchanged', { message: state.message })} />
        )}
      </div>
    </div>
  );
};
