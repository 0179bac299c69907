import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

export const FloorPage = () => (
  <>
    <PageHeading title="The floor">The floor</PageHeading>
    <Notice title="The numbers of the floor are not here yet. The kitchen shows what is in progress." />
  </>
);
