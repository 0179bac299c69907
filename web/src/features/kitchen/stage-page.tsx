import { Link } from 'wouter';
import { capitalised, stageOf } from '../../lib/orders/order.ts';
import { isStaff } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { StageBoard } from './stage-board.tsx';

/** The board of the stage that the address names. */
export const StagePage = ({ name }: { name: string }) => {
  const { workflow, me, placeOf } = useWorkflow();
  const stage = stageOf(workflow, name);
  if (stage && isStaff(me, workflow)) return <StageBoard key={stage.name} stage={stage} />;
  return (
    <div>
      <PageHeading title={capitalised(name)}>{capitalised(name)}</PageHeading>
      <Notice
        tone="warn"
        title={stage ? 'This board is for the people of the kitchen.' : 'There is no such stage.'}
      >
        <Link href={placeOf(stage ? '/' : '/kitchen')}>{stage ? 'To the counter' : 'To the kitchen'}</Link>
      </Notice>
    </div>
  );
};
