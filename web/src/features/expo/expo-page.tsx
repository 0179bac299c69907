import { isStaff } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ExpoBoard } from './expo-board.tsx';

/** Whole orders, for those who put them together and hand them over. */
export const ExpoPage = () => {
  const { workflow, me } = useWorkflow();
  if (isStaff(me, workflow)) return <ExpoBoard key={workflow.name} />;
  return (
    <div>
      <PageHeading title="Expo">Expo</PageHeading>
      <Notice tone="warn" title="This board is for the people of the kitchen." />
    </div>
  );
};
