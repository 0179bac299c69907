import '../../ui/person/person-texts.ts';
import { useAccount, useSignInState } from '../../lib/session/account.ts';
import { here } from '../../lib/sign-in/open-sign-in.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { PageBanner } from '../connection/page-banner.tsx';
import { failureWords } from './failure-words.ts';

/** The sign-in has ended under an open page: it stays as it is, with all that was typed, until its user signs in again. */
export const SignedOutBanner = ({ onBoard }: { onBoard: boolean }) => {
  const { signIn } = useAccount();
  const state = useSignInState();
  const effect = state.phase === 'failed' ? failureWords(state.failure).why : t('person:signedOutWhy');
  return (
    <PageBanner
      name={t('person:signIn')}
      words={{ tone: 'bad', cause: t('person:signedOut'), effect }}
      onBoard={onBoard}
    >
      <Button look="primary" onClick={() => void signIn?.begin(here())}>
        {t('person:signInAgain')}
      </Button>
    </PageBanner>
  );
};
