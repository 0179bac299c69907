import { NewOrderEstimateDocument } from '../../../generated/graphql.ts';
import { usePolled } from '../../../lib/graphql/use-polled.ts';
import { waitWords } from '../../../lib/orders/expectation-words.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import styles from './order-form.module.css';

/** What an order that is placed now can expect; its line is kept free, so that nothing moves when it comes. */
export const KitchenWait = () => {
  const { workflow } = useWorkflow();
  const { data } = usePolled(NewOrderEstimateDocument, { workflow: workflow.name }, 15_000);
  const words = waitWords(data?.workflow?.estimate ?? workflow.estimate, useNow());
  return <p className={styles.wait}>{words ?? ' '}</p>;
};
