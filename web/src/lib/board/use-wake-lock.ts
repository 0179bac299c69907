import { useEffect, useState } from 'react';

/** `held`: the screen stays on. `lost`: it was asked for and is not held. `unsupported`: there is no way to ask. */
export type WakeState = 'held' | 'lost' | 'off' | 'unsupported';

/** Asks the device not to let the screen sleep; anew whenever the page is seen again, since hiding ends it. */
export const useWakeLock = (wanted: boolean): WakeState => {
  const supported = 'wakeLock' in navigator;
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (!wanted || !supported) return;
    let lock: WakeLockSentinel | undefined;
    let stopped = false;
    const ask = async () => {
      if (document.hidden || stopped || (lock && !lock.released)) return;
      try {
        const given = await navigator.wakeLock.request('screen');
        if (stopped) return void given.release();
        lock = given;
        setHeld(true);
        given.addEventListener('release', () => {
          if (lock === given) setHeld(false);
        });
      } catch {
        // Refused: a battery that is low, a policy. The indicator says so, and the next showing asks again.
        setHeld(false);
      }
    };
    void ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      stopped = true;
      document.removeEventListener('visibilitychange', ask);
      setHeld(false);
      void lock?.release();
    };
  }, [wanted, supported]);

  if (!wanted) return 'off';
  if (!supported) return 'unsupported';
  return held ? 'held' : 'lost';
};
