import { useEffect, useState } from 'react';

/** `held`: the screen stays on. `lost`: it was requested and is not held. `unsupported`: there is no API for it. */
export type WakeState = 'held' | 'lost' | 'off' | 'unsupported';

/** Requests a wake lock; again whenever the page becomes visible, since hiding releases it. */
export const useWakeLock = (wanted: boolean): WakeState => {
  const supported = 'wakeLock' in navigator;
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (!wanted || !supported) return;
    let lock: WakeLockSentinel | undefined;
    let stopped = false;
    const request = async () => {
      if (document.hidden || stopped || (lock && !lock.released)) return;
      try {
        const sentinel = await navigator.wakeLock.request('screen');
        if (stopped) return void sentinel.release();
        lock = sentinel;
        setHeld(true);
        sentinel.addEventListener('release', () => {
          if (lock === sentinel) setHeld(false);
        });
      } catch {
        // Refused: low battery, a policy. The indicator shows it, and the next visibility change retries.
        setHeld(false);
      }
    };
    void request();
    document.addEventListener('visibilitychange', request);
    return () => {
      stopped = true;
      document.removeEventListener('visibilitychange', request);
      setHeld(false);
      void lock?.release();
    };
  }, [wanted, supported]);

  if (!wanted) return 'off';
  if (!supported) return 'unsupported';
  return held ? 'held' : 'lost';
};
