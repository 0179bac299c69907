import { useContext, useState } from 'react';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ThemeChoice } from '../../ui/theme-choice.tsx';
import { PersonaPicker } from './persona-picker.tsx';
import styles from './who-am-i.module.css';

/** Who a local system takes one for that says nothing. */
const defaultName = 'local';

/** Who works here, and how the screen looks. On a local system one may be anybody. */
export const WhoAmI = () => {
  const scope = useContext(WorkflowContext);
  const { persona } = useSession();
  const [open, setOpen] = useState(false);
  if (!scope) return null;
  const { me } = scope;
  // With a sign-in the server does not listen to what a page says of itself, so it answers with another name.
  const local = me.subject === (persona?.name ?? defaultName);
  return (
    <>
      <button type="button" className={styles.me} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="claimed" />
        <span className={styles.words}>
          <strong>{me.name}</strong>
          <span className={styles.roles}>{me.roles.join(', ')}</span>
        </span>
        <span className="visually-hidden">: change who you are and how it looks</span>
      </button>
      {open && (
        <Dialog title="You and this screen" onClose={() => setOpen(false)}>
          {local && <PersonaPicker scope={scope} onChosen={() => setOpen(false)} />}
          <ThemeChoice />
        </Dialog>
      )}
    </>
  );
};
