import { useState } from 'react';
import type { SignInConfig } from '../../lib/early/web-config-shape.ts';
import { beginSignIn } from '../../lib/sign-in/open-sign-in.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { failureWords } from '../sign-in/failure-words.ts';

/** The way to the provider, on a system that can be used without one as well. */
export const SignInButton = ({ config }: { config: SignInConfig }) => {
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState('');
  const begin = async () => {
    setBusy(true);
    const state = (await beginSignIn(config)).state.get();
    setBusy(state.phase === 'signing-in');
    if (state.phase === 'failed') setWhy(failureWords(state.failure).why);
  };
  return (
    <>
      <p>
        <Button look="primary" busy={busy} onClick={() => void begin()}>
          {t('person:signIn')}
        </Button>
      </p>
      <div role="status">
        {why !== '' && (
          <Notice tone="bad" title={t('person:failed')}>
            {why}
          </Notice>
        )}
      </div>
    </>
  );
};
