import '../../ui/screens/screens-texts.ts';
import { Link } from 'wouter';
import { OwnCode } from '../../features/screens/own-code.tsx';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { setUpPath } from '../../lib/session/stored-screen.ts';
import { t } from '../../lib/texts/texts.ts';
import styles from './persona-picker.module.css';

/** What staff have to do with wall screens: the own code, the list, and this device as one. */
export const ScreenLinks = ({ hrefOf, onDone }: Pick<WorkflowScope, 'hrefOf'> & { onDone(): void }) => (
  <>
    <OwnCode />
    <ul className={styles.links}>
      <li>
        <Link href={hrefOf('/screens')} onClick={onDone}>
          {t('screens:list')}
        </Link>
      </li>
      <li>
        <Link href={hrefOf(setUpPath)} onClick={onDone}>
          {t('screens:setUp')}
        </Link>
      </li>
    </ul>
  </>
);
