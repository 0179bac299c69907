import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

export const MyOrdersPage = () => (
  <>
    <PageHeading title="My orders">My orders</PageHeading>
    <Notice title="The list of your orders is not here yet. The link of an order keeps working." />
  </>
);
