import '../../ui/person/person-texts.ts';
import '../../ui/screens/screens-texts.ts';
import { useAccount, useSignInState } from '../../lib/session/account.ts';
import type { SignInState } from '../../lib/session/sign-in-state.ts';
import { setUpPath } from '../../lib/session/stored-screen.ts';
import { callbackPath } from '../../lib/session/stored-sign-in.ts';
import { here } from '../../lib/sign-in/open-sign-in.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { Frame } from '../frame.tsx';
import { failureWords } from './failure-words.ts';
import styles from './sign-in-screen.module.css';

/** In place of every page while its user has to sign in: why, and the way to it. */
export const SignInScreen = () => {
  const { config, signIn } = useAccount();
  const state = useSignInState();
  const { tone, title, why } = wordsOf(state);
  const isLeaving = state.phase === 'signing-in';
  return (
    <Frame>
      <div className={styles.screen}>
        <PageHeading title={t('person:signIn')}>{t('person:signIn')}</PageHeading>
        <Notice tone={tone} title={<span role="status">{title}</span>}>
          <p>{why}</p>
        </Notice>
        <div className={styles.ways}>
          <Button look="primary" busy={isLeaving} onClick={() => void signIn?.begin(target())}>
            {t(state.phase === 'anonymous' || isLeaving ? 'person:signIn' : 'person:signInAgain')}
          </Button>
          {/* Loads the page again: without a sign-in it is another one. */}
          {config.localAccess && <a href={target()}>{t('person:without')}</a>}
          {config.signIn?.deviceClientId !== undefined && <a href={setUpPath}>{t('screens:setUpLink')}</a>}
        </div>
      </div>
    </Frame>
  );
};

/** Where to go on: the address of the callback leads nowhere by itself. */
const target = (): string => (location.pathname === callbackPath ? '/' : here());

const wordsOf = (state: SignInState): { tone: 'plain' | 'warn' | 'bad'; title: string; why: string } => {
  if (state.phase === 'failed') return { tone: 'bad', ...failureWords(state.failure) };
  if (state.phase === 'signing-in')
    return { tone: 'plain', title: t('person:leaving'), why: t('person:leavingWhy') };
  if (state.phase === 'signed-out')
    return { tone: 'warn', title: t('person:signedOut'), why: t('person:signedOutWhy') };
  return { tone: 'plain', title: t('person:needed'), why: t('person:neededWhy') };
};
