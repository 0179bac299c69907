import type { Stage, Workflow } from '../orders/order.ts';
import { isManager, mayWorkAt } from '../orders/rights.ts';
import { useWorkflow } from '../orders/workflow-context.ts';

/** Whether the user may pause a stage (undefined: the taking of orders) and let it go on. The server decides; this only hides. */
export const useMayPause = (stage: Stage | undefined): { workflow: Workflow; allowed: boolean } => {
  const { workflow, me } = useWorkflow();
  return { workflow, allowed: isManager(me) || (stage !== undefined && mayWorkAt(me, stage)) };
};
