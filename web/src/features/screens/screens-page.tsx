import '../../ui/screens/screens-texts.ts';
import { t } from '../../lib/texts/texts.ts';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/person/staff-only.tsx';
import { ScreenList } from './screen-list.tsx';
import styles from './screens-page.module.css';

/** All wall screens, and which of them the user may end. */
export const ScreensPage = () => (
  <StaffOnly title={t('screens:list')}>
    <div className={styles.page}>
      <PageHeading title={t('screens:list')}>{t('screens:list')}</PageHeading>
      <ScreenList />
    </div>
  </StaffOnly>
);
