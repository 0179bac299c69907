import { Link } from 'wouter';
import { capitalised, stageOf } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { Notice } from '../../../ui/page/notice.tsx';
import { PageHeading } from '../../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../../ui/person/staff-only.tsx';
import { StageBoard } from './stage-board.tsx';

/** The board of the stage that the address names. */
export const StagePage = ({ name }: { name: string }) => {
  const { workflow, hrefOf } = useWorkflow();
  const stage = stageOf(workflow, name);
  const title = capitalised(word(name));
  return (
    <StaffOnly title={title} screenOf={name}>
      {stage ? (
        <StageBoard key={stage.name} stage={stage} />
      ) : (
        <div>
          <PageHeading title={title}>{title}</PageHeading>
          <Notice tone="warn" title={t('kitchen.noStage')}>
            <Link href={hrefOf('/kitchen')}>{t('kitchen.toKitchen')}</Link>
          </Notice>
        </div>
      )}
    </StaffOnly>
  );
};
