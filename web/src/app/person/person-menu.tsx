import '../../ui/person/person-texts.ts';
import { isStaff } from '../../lib/orders/rights.ts';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { useAccount, useSignInState } from '../../lib/session/account.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import { ThemeChoice } from '../../ui/theme-choice.tsx';
import { ThisScreen } from '../screens/this-screen.tsx';
import styles from './persona-picker.module.css';
import { PersonaPicker } from './persona-picker.tsx';
import { ScreenLinks } from './screen-links.tsx';
import { SignInButton } from './sign-in-button.tsx';
import { SignedIn } from './signed-in.tsx';

/** The name of a local system's user without a persona. */
const defaultName = 'local';

/** Who one is and how to change that, and how the screen looks. On a local system the user can be anybody. */
export const PersonMenu = ({ scope, onDone }: { scope: WorkflowScope; onDone(): void }) => {
  const { persona } = useSession();
  const { config, signIn, pass } = useAccount();
  const { phase } = useSignInState();
  const isSignedIn = signIn !== undefined && phase !== 'anonymous';
  // With a sign-in in front the server ignores the persona of the page, so it answers with another name.
  const isLocal = !isSignedIn && scope.me.subject === (persona?.name ?? defaultName);
  if (pass?.screen) {
    return (
      <>
        <ThisScreen screen={pass.screen} />
        <ThemeChoice />
        <LanguageChoice />
      </>
    );
  }
  return (
    <>
      {isSignedIn && <SignedIn me={scope.me} signIn={signIn} />}
      {!isSignedIn && config.signIn && <SignInButton config={config.signIn} />}
      {isLocal && <PersonaPicker scope={scope} onChosen={onDone} />}
      {isStaff(scope.me, scope.workflow) && <ScreenLinks hrefOf={scope.hrefOf} onDone={onDone} />}
      <ThemeChoice />
      <LanguageChoice />
      <p className={styles.links}>
        <a href="/licences.txt" target="_blank" rel="noreferrer">
          {t('person:licences')}
        </a>
      </p>
    </>
  );
};
