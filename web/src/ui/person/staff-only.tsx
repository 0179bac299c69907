import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isStaff } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Notice } from './notice.tsx';
import { PageHeading } from './page-heading.tsx';

/** A page for kitchen staff; others get a notice instead of a board that would stay empty. */
export const StaffOnly = ({ title, children }: { title: string; children: ReactNode }) => {
  const { workflow, me, hrefOf } = useWorkflow();
  if (isStaff(me, workflow)) return children;
  return (
    <div>
      <PageHeading title={title}>{title}</PageHeading>
      <Notice tone="warn" title={t('app.staffOnly')}>
        <Link href={hrefOf('/')}>{t('app.toCounter')}</Link>
      </Notice>
    </div>
  );
};
