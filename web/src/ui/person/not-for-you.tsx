import './person-texts.ts';
import { Link } from 'wouter';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { personMenu } from '../../lib/session/person-menu.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../button.tsx';
import { Notice } from '../page/notice.tsx';
import styles from './not-for-you.module.css';
import { rolesWords, roleWords } from './role-words.ts';

/** Why the caller may not use this page: which roles may, who one is, and how to be somebody else. */
export const NotForYou = () => {
  const { workflow, me, hrefOf } = useWorkflow();
  const stageRoles = workflow.stages.filter(({ retired }) => !retired).map(({ role }) => role);
  const needed = [...new Set([...stageRoles, 'sre', 'admin'])].map(roleWords).join(', ');
  return (
    <Notice tone="warn" title={t('app.staffOnly')}>
      <p>{t('person:rolesNeeded', { roles: needed })}</p>
      <p>{t('person:youAre', { name: me.name, roles: rolesWords(me.roles) })}</p>
      <div className={styles.ways}>
        <Button look="primary" onClick={() => personMenu.set(true)}>
          {t('person:beAnother')}
        </Button>
        <Link href={hrefOf('/')}>{t('app.toCounter')}</Link>
      </div>
    </Notice>
  );
};
