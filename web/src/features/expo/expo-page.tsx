import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { StaffOnly } from '../../ui/page/staff-only.tsx';
import { ExpoBoard } from './expo-board.tsx';

/** Whole orders, for those who put them together and hand them over. */
export const ExpoPage = () => {
  const { workflow } = useWorkflow();
  return (
    <StaffOnly title="Expo">
      <ExpoBoard key={workflow.name} />
    </StaffOnly>
  );
};
