import { useRef, useState } from 'react';
import { sampleDetails } from '../../../lib/details/sample.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { randomKey } from '../../../lib/random-key.ts';
import { t } from '../../../lib/texts/texts.ts';
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
      <h2 id="demo-heading">{t('rush.title')}</h2>
      <div className={styles.buttons}>
        {amounts.map((amount) => (
          <Button key={amount} busy={working} onClick={() => start(amount)}>
            +{amount}
            <span className="visually-hidden">{t('rush.orders', { count: amount })}</span>
          </Button>
        ))}
      </div>
      <p role="status" className={styles.result}>
        {run && !working && resultWords(run)}
        {working && (
          <span aria-hidden="true">
            {t('rush.progress', { done: run.placed + run.failed, total: run.wanted })}
          </span>
        )}
        {!run && t('rush.note')}
      </p>
    </section>
  );
};

const resultWords = ({ placed: count, failed, tookMs = 0 }: Run): string => {
  const span = spanWords(tookMs);
  return failed > 0 ? t('rush.resultFailed', { count, span, failed }) : t('rush.result', { count, span });
};
