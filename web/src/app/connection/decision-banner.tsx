import { type ReactNode, useContext } from 'react';
import { Link, useLocation } from 'wouter';
import { useUndecided } from '../../lib/live/use-undecided.ts';
import { isManager, isStaff, screenStageOf } from '../../lib/orders/rights.ts';
import { WorkflowContext, type WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { isStaffPage } from '../navigation/nav-items.ts';
import { decisionWords } from './decision-words.ts';
import { PageBanner } from './page-banner.tsx';

/**
 * On the pages of staff and wall screens: that orders are not being decided. A customer's own order says what concerns its customer.
 * @param children what is shown while they are
 */
export const DecisionBanner = ({ onBoard, children }: { onBoard: boolean; children: ReactNode }) => {
  const scope = useContext(WorkflowContext);
  const [path] = useLocation();
  if (!scope || !isStaffPage(path)) return children;
  const { me, workflow } = scope;
  if (!isStaff(me, workflow) && screenStageOf(me, workflow) === undefined) return children;
  return (
    <Watching scope={scope} onBoard={onBoard} onLag={path === '/lag'}>
      {children}
    </Watching>
  );
};

const Watching = ({
  scope: { workflow, me, hrefOf },
  onBoard,
  onLag,
  children,
}: {
  scope: WorkflowScope;
  onBoard: boolean;
  onLag: boolean;
  children: ReactNode;
}) => {
  const decisions = useUndecided(workflow.name);
  const words = decisionWords(decisions, useNow(), onBoard);
  return (
    <>
      <PageBanner name={t('connection.ordersName')} words={words} onBoard={onBoard}>
        {isManager(me) && !onLag && <Link href={hrefOf('/lag')}>{t('connection.lagPage')}</Link>}
      </PageBanner>
      {!words && children}
    </>
  );
};
