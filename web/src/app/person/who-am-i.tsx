import { useContext, useState } from 'react';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import { ThemeChoice } from '../../ui/theme-choice.tsx';
import { PersonaPicker } from './persona-picker.tsx';
import styles from './who-am-i.module.css';

/** The name of a local system's user without a persona. */
const defaultName = 'local';

/** The current user, and how the screen looks. On a local system the user can be anybody. */
export const WhoAmI = () => {
  const scope = useContext(WorkflowContext);
  const { persona } = useSession();
  const [open, setOpen] = useState(false);
  if (!scope) return null;
  const { me } = scope;
  // With a sign-in the server ignores the persona of the page, so it answers with another name.
  const local = me.subject === (persona?.name ?? defaultName);
  return (
    <>
      <button type="button" className={styles.me} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="claimed" />
        <span className={styles.words}>
          <strong>{me.name}</strong>
          <span className={styles.roles}>{me.roles.join(', ')}</span>
        </span>
        <span className="visually-hidden">{t('person.change')}</span>
      </button>
      {open && (
        <Dialog title={t('person.title')} onClose={() => setOpen(false)}>
          {local && <PersonaPicker scope={scope} onChosen={() => setOpen(false)} />}
          <ThemeChoice />
          <LanguageChoice />
        </Dialog>
      )}
    </>
  );
};
