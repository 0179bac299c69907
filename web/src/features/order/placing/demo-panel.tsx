import { useRef, useState } from 'react';
import { sampleDetails } from '../../../lib/details/sample.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { randomKey } from '../../../lib/random-key.ts';
import { spanWords } from '../../../lib/time/format.ts';
import { Button } from '../../../ui/button.tsx';
import { usePlaceOrder } from '../sending/use-place-order.ts';
import styles from './demo-panel.module.css';
import { repeatWithConcurrency } from './repeat-with-concurrency.ts';

const amounts = [1, 10, 100];
/** Requests under way at once: a rush of orders, not of sockets. */
const atOnce = 8;

type Run = { wanted: number; placed: number; failed: number; tookMs?: number };

/** Places random orders, to see the kitchen work. */
export const DemoPanel = () => {
  const { workflow, fields } = useWorkflow();
  const place = usePlaceOrder(workflow.name);
  const [run, setRun] = useState<Run>();
  const busy = useRef(false);

  const start = async (wanted: number) => {
    if (busy.current) return;
    busy.current = true;
    const began = performance.now();
    const result: Run = { wanted, placed: 0, failed: 0 };
    setRun({ ...result });
    await repeatWithConcurrency(wanted, atOnce, async () => {
      const { kind } = await place(sampleDetails(fields), randomKey());
      if (kind === 'placed' || kind === 'pending') result.placed += 1;
      else result.failed += 1;
      setRun({ ...result });
    });
    setRun({ ...result, tookMs: performance.now() - began });
    busy.current = false;
  };

  const working = run !== undefined && run.tookMs === undefined;
  return (
    <section className={styles.panel} aria-labelledby="demo-heading">
      <h2 id="demo-heading">Try a rush</h2>
      <div className={styles.buttons}>
        {amounts.map((amount) => (
          <Button key={amount} busy={working} onClick={() => start(amount)}>
            +{amount}
            <span className="visually-hidden">{amount === 1 ? ' order' : ' orders'}</span>
          </Button>
        ))}
      </div>
      <p role="status" className={styles.result}>
        {run && !working && `${run.placed} placed in ${spanWords(run.tookMs ?? 0)}${failedWords(run)}.`}
        {working && <span aria-hidden="true">{`${run.placed + run.failed} of ${run.wanted} …`}</span>}
        {!run && 'Random orders, only offered to administrators.'}
      </p>
    </section>
  );
};

const failedWords = ({ failed }: Run): string => (failed > 0 ? `, ${failed} without success` : '');
