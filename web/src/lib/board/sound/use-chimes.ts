import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useBoardSettings } from '../settings/settings.ts';
import { type Chime, type Chimes, createChimes } from './chimes.ts';

export type Sound = {
  /** Whether a chime would be audible now: `off` by choice, `blocked` until the first click. */
  state: 'on' | 'off' | 'blocked' | 'unsupported';
  play(chime: Chime): void;
};

const closed = { get: () => 'blocked' as const, subscribe: () => () => {} };

/** The board's sounds as they are set on this device, unblocked by the first click or key. */
export const useChimes = (): Sound => {
  const { sound, volume } = useBoardSettings();
  const [chimes, setChimes] = useState<Chimes>();
  useEffect(() => {
    const created = createChimes();
    setChimes(created);
    window.addEventListener('pointerdown', created.unblock);
    window.addEventListener('keydown', created.unblock);
    return () => {
      window.removeEventListener('pointerdown', created.unblock);
      window.removeEventListener('keydown', created.unblock);
      created.close();
    };
  }, []);
  const source = chimes?.state ?? closed;
  const state = useSyncExternalStore(source.subscribe, source.get);
  const play = useCallback(
    (chime: Chime) => {
      if (sound) chimes?.play(chime, volume);
    },
    [chimes, sound, volume],
  );
  return { state: sound ? (state === 'ready' ? 'on' : state) : 'off', play };
};
