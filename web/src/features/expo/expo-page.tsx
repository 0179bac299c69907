import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { StaffOnly } from '../../ui/person/staff-only.tsx';
import { ExpoBoard } from './expo-board.tsx';

/** Whole orders, for packaging and handing over. */
export const ExpoPage = () => {
  const { workflow } = useWorkflow();
  return (
    <StaffOnly title={t('app.expo')}>
      <ExpoBoard key={workflow.name} />
    </StaffOnly>
  );
};
