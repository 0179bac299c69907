import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { UserError } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import { saveDraft } from '../sending/draft.ts';
import { clearPending, type PendingOrder } from '../sending/pending-orders.ts';
import { usePlaceOrder } from '../sending/use-place-order.ts';

const everyMs = 3_000;
/** Some ten minutes, since each request waits for its answer as well; afterwards a person decides. */
const mostRequests = 100;

type State = { step: 'waiting' } | { step: 'refused'; errors: readonly UserError[] } | { step: 'given-up' };

/** An order that has arrived and is not confirmed: requests the decision until it is there, under the same key. */
export const PendingOrderNotice = ({ id, pending }: { id: string; pending: PendingOrder }) => {
  const { workflow, me, pathOf, hrefOf } = useWorkflow();
  const place = usePlaceOrder(workflow.name);
  const [, navigate] = useLocation();
  const [state, setState] = useState<State>({ step: 'waiting' });

  useEffect(() => {
    if (state.step !== 'waiting') return;
    let stopped = false;
    const follow = async () => {
      for (let request = 0; request < mostRequests; request += 1) {
        await new Promise((resolve) => setTimeout(resolve, everyMs));
        if (stopped) return;
        const outcome = await place(pending.details, pending.key);
        if (stopped) return;
        if (outcome.kind === 'placed') {
          clearPending(id);
          // The order itself arrives over the live connection; another request may have made it, under its id.
          if (outcome.order.id !== id) navigate(pathOf(outcome.order), { replace: true });
          return;
        }
        if (outcome.kind === 'refused') {
          clearPending(id);
          saveDraft({ workflow: workflow.name, subject: me.subject }, { values: pending.values });
          return setState({ step: 'refused', errors: outcome.errors });
        }
      }
      setState({ step: 'given-up' });
    };
    void follow();
    return () => {
      stopped = true;
    };
  }, [state.step, id, pending, place, navigate, pathOf, workflow.name, me.subject]);

  switch (state.step) {
    case 'waiting':
      return (
        <Notice tone="warn" title={t('pending.title')}>
          <p>{t('pending.explanation')}</p>
        </Notice>
      );
    case 'refused':
      return (
        <Notice tone="bad" title={t('pending.refused')}>
          {state.errors.map(({ code, message }) => (
            <p key={code + message}>{message}</p>
          ))}
          <p>
            <Link href={hrefOf('/')}>{t('pending.backToForm')}</Link>
          </p>
        </Notice>
      );
    case 'given-up':
      return (
        <Notice tone="warn" title={t('pending.givenUp')}>
          <p>{t('pending.givenUpExplanation')}</p>
          <p>
            <Button onClick={() => setState({ step: 'waiting' })}>{t('pending.askAgain')}</Button>
          </p>
        </Notice>
      );
    default:
      return state satisfies never;
  }
};
