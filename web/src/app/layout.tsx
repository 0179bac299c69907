import { type ReactNode, Suspense } from 'react';
import { useRoute } from 'wouter';
import { useIsRefused, useSignInState } from '../lib/session/account.ts';
import { ConnectionBanner } from './connection/connection-banner.tsx';
import { ConnectionPill } from './connection/connection-pill.tsx';
import { Frame } from './frame.tsx';
import { NavLinks } from './navigation/nav-links.tsx';
import { refusedPass } from './pages.ts';
import { WhoAmI } from './person/who-am-i.tsx';
import { signedOutBanner } from './sign-in/sign-in-parts.ts';

/** Header, page and foot. A board fills exactly the screen, so that nobody has to scroll while working. */
export const Layout = ({ children }: { children: ReactNode }) => {
  const [atStage] = useRoute('/kitchen/:stage');
  const [atExpo] = useRoute('/expo');
  const isRefused = useIsRefused();
  const onBoard = !isRefused && (atStage || atExpo);
  const { phase } = useSignInState();
  // Without a sign-in the connection is lost too, but that is not what one can do something about.
  const isSignedOut = phase === 'signed-out' || phase === 'signing-in' || phase === 'failed';
  return (
    <Frame
      onBoard={onBoard}
      tools={
        <>
          <NavLinks />
          {!isRefused && <ConnectionPill />}
          <WhoAmI />
        </>
      }
      after={
        isRefused ? undefined : isSignedOut ? (
          <Suspense>
            <signedOutBanner.Page onBoard={onBoard} />
          </Suspense>
        ) : (
          <ConnectionBanner onBoard={onBoard} />
        )
      }
    >
      {isRefused ? (
        <Suspense>
          <refusedPass.Page />
        </Suspense>
      ) : (
        children
      )}
    </Frame>
  );
};
