import { lazy, Suspense, useContext, useSyncExternalStore } from 'react';
import { screenStageOf } from '../../lib/orders/rights.ts';
import { WorkflowContext } from '../../lib/orders/workflow-context.ts';
import { personMenu } from '../../lib/session/person-menu.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './who-am-i.module.css';

const PersonMenu = lazy(async () => ({ default: (await import('./person-menu.tsx')).PersonMenu }));

/** The current user, and how the screen looks. */
export const WhoAmI = () => {
  const scope = useContext(WorkflowContext);
  const isOpen = useSyncExternalStore(personMenu.subscribe, personMenu.get);
  const close = () => personMenu.set(false);
  if (!scope) return null;
  const { me, workflow } = scope;
  const screen = screenStageOf(me, workflow);
  return (
    <>
      <button type="button" className={styles.me} aria-haspopup="dialog" onClick={() => personMenu.set(true)}>
        <Icon name="claimed" />
        <span className={styles.words}>
          <strong>{me.name}</strong>
          <span className={styles.roles}>{screen === undefined ? me.roles.join(', ') : word(screen)}</span>
        </span>
        <span className="visually-hidden">{t('person.change')}</span>
      </button>
      {isOpen && (
        <Dialog title={t('person.title')} onClose={close}>
          <Suspense>
            <PersonMenu scope={scope} onDone={close} />
          </Suspense>
        </Dialog>
      )}
    </>
  );
};
