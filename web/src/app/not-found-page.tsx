import { Link } from 'wouter';
import { Notice } from '../ui/page/notice.tsx';
import { PageHeading } from '../ui/page/page-heading.tsx';

export const NotFoundPage = () => (
  <>
    <PageHeading title="Not found">Nothing is baked here</PageHeading>
    <Notice title="This address leads to no page.">
      <p>
        <Link href="/">Go to the front page</Link>
      </p>
    </Notice>
  </>
);
