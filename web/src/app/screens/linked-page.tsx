import '../../ui/screens/screens-texts.ts';
import { useEffect } from 'react';
import { OrderPage } from '../../features/order/tracking/order-page.tsx';
import { linkedOrderOf } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { useIsRefused } from '../../lib/session/account.ts';
import { ConnectionBanner } from '../connection/connection-banner.tsx';
import { ConnectionPill } from '../connection/connection-pill.tsx';
import { Frame } from '../frame.tsx';
import { WorkflowGate } from '../start/workflow-gate.tsx';
import { RefusedPass } from './refused-pass.tsx';

/** The page of a link: one order as its customer sees it, for whoever has the link. */
export const LinkedPage = () => {
  const isRefused = useIsRefused();
  return (
    <Frame
      tools={isRefused ? undefined : <ConnectionPill />}
      after={isRefused ? undefined : <ConnectionBanner onBoard={false} />}
    >
      {isRefused ? (
        <RefusedPass />
      ) : (
        <WorkflowGate>
          <LinkedOrder />
        </WorkflowGate>
      )}
    </Frame>
  );
};

const LinkedOrder = () => {
  const { me, workflow } = useWorkflow();
  const linked = linkedOrderOf(me);
  const other = linked && linked.workflow !== workflow.name ? linked.workflow : undefined;
  useEffect(() => {
    // The link names the order alone, and the page begins with the default workflow.
    if (other !== undefined) location.replace(`${location.pathname}?workflow=${encodeURIComponent(other)}`);
  }, [other]);
  return linked && other === undefined ? <OrderPage id={linked.id} byLink /> : null;
};
