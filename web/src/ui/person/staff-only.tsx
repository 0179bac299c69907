import { lazy, type ReactNode, Suspense } from 'react';
import { isStaff, screenStageOf } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { PageHeading } from '../page/page-heading.tsx';

const NotForYou = lazy(async () => ({ default: (await import('./not-for-you.tsx')).NotForYou }));

/** A page for kitchen staff; others read why it is not for them instead of a board that would stay empty. */
export const StaffOnly = ({
  title,
  screenOf,
  children,
}: {
  title: string;
  /** The stage whose wall screens may have the page as well. */
  screenOf?: string;
  children: ReactNode;
}) => {
  const { workflow, me } = useWorkflow();
  if (isStaff(me, workflow)) return children;
  if (screenOf !== undefined && screenStageOf(me, workflow) === screenOf) return children;
  return (
    <div>
      <PageHeading title={title}>{title}</PageHeading>
      <Suspense>
        <NotForYou />
      </Suspense>
    </div>
  );
};
