import { Link } from 'wouter';
import { t } from '../lib/texts/texts.ts';
import { Notice } from '../ui/page/notice.tsx';
import { PageHeading } from '../ui/page/page-heading.tsx';

export const NotFoundPage = () => (
  <>
    <PageHeading title={t('app.notFoundTitle')}>{t('app.notFound')}</PageHeading>
    <Notice title={t('app.notFoundWhy')}>
      <p>
        <Link href="/">{t('app.toFront')}</Link>
      </p>
    </Notice>
  </>
);
