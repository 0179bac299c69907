import '../../ui/screens/screens-texts.ts';
import { useEffect } from 'react';
import { useAccount } from '../../lib/session/account.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { forgetScreen, setUpPath } from '../../lib/session/stored-screen.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import styles from './set-up-page.module.css';

/** In place of every page when the token of this screen, or of this page's link, was revoked or has expired. */
export const RefusedPass = () => {
  const { pass } = useAccount();
  const { connection } = useSession();
  useEffect(() => connection.stop(), [connection]);
  const setUpAgain = () => {
    forgetScreen();
    location.assign(setUpPath);
  };
  const title = t(pass?.screen ? 'screens:signedOut' : 'screens:linkOver');
  return (
    <div className={styles.page}>
      <PageHeading title={title}>{title}</PageHeading>
      {pass?.screen ? (
        <Notice tone="warn" title={t('screens:signedOutWhy', { name: pass.screen.name })}>
          <p>
            <Button look="primary" onClick={setUpAgain}>
              {t('screens:setUpAgain')}
            </Button>
          </p>
        </Notice>
      ) : (
        <Notice tone="warn" title={t('screens:linkOverWhy')} />
      )}
    </div>
  );
};
