import '../../ui/screens/screens-texts.ts';
import { useContext } from 'react';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { useAccount } from '../../lib/session/account.ts';
import { SessionsContext } from '../../lib/session/session-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { Frame } from '../frame.tsx';
import { SetUp } from './set-up.tsx';
import styles from './set-up-page.module.css';
import { ThisScreen } from './this-screen.tsx';

/** Makes this device a wall screen; also shown to nobody in particular, where everybody has to sign in. */
export const SetUpPage = () => {
  const { pass } = useAccount();
  const sessions = useContext(SessionsContext);
  const scope = useContext(WorkflowContext);
  const title = t('screens:setUp');
  const page = (
    <div className={styles.page}>
      <PageHeading title={title}>{title}</PageHeading>
      {pass?.screen ? (
        <ThisScreen screen={pass.screen} />
      ) : (
        <SetUp known={scope?.workflow} credentials={sessions?.get().credentials} />
      )}
    </div>
  );
  // Without a session there is no layout around the pages.
  return sessions ? page : <Frame>{page}</Frame>;
};
