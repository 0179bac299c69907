import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isStaff } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Notice } from './notice.tsx';
import { PageHeading } from './page-heading.tsx';

/** A page of the kitchen's people; to others it says so, instead of a board that would stay empty. */
export const StaffOnly = ({ title, children }: { title: string; children: ReactNode }) => {
  const { workflow, me, hrefOf } = useWorkflow();
  if (isStaff(me, workflow)) return children;
  return (
    <div>
      <PageHeading title={title}>{title}</PageHeading>
      <Notice tone="warn" title="This page is for the people of the kitchen.">
        <Link href={hrefOf('/')}>To the counter</Link>
      </Notice>
    </div>
  );
};
