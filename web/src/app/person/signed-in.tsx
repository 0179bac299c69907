import { useId, useState } from 'react';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import type { SignIn } from '../../lib/session/account.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { rolesWords } from '../../ui/person/role-words.ts';
import styles from './persona-picker.module.css';

/** Who is signed in, and the way out: for whoever uses this screen next. */
export const SignedIn = ({ me, signIn }: { me: WorkflowScope['me']; signIn: SignIn }) => {
  const { connection } = useSession();
  const [leaving, setLeaving] = useState(false);
  const id = useId();
  const signOut = () => {
    if (leaving) return;
    setLeaving(true);
    connection.stop();
    void signIn.end();
  };
  return (
    <section className={styles.picker} aria-labelledby={id}>
      <h3 id={id}>{t('person:youAreSignedIn', { name: me.name })}</h3>
      <p>{t('person:rolesAre', { roles: rolesWords(me.roles) })}</p>
      <p>
        <Button busy={leaving} onClick={signOut}>
          {t('person:signOut')}
        </Button>
      </p>
    </section>
  );
};
