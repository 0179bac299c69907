import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { type Chime, type Chimes, createChimes } from './chimes.ts';
import { useBoardSettings } from './settings.ts';

export type Sound = {
  /** What would be heard now: `off` by choice, `blocked` until the first click. */
  state: 'on' | 'off' | 'blocked' | 'unsupported';
  play(chime: Chime): void;
};

const closed = { get: () => 'blocked' as const, subscribe: () => () => {} };

/** The board's sounds as they are set on this device, unblocked by the first click or key. */
export const useChimes = (): Sound => {
  const { sound, volume } = useBoardSettings();
  const [chimes, setChimes] = useState<Chimes>();
  useEffect(() => {
    const mine = createChimes();
    setChimes(mine);
    window.addEventListener('pointerdown', mine.unblock);
    window.addEventListener('keydown', mine.unblock);
    return () => {
      window.removeEventListener('pointerdown', mine.unblock);
      window.removeEventListener('keydown', mine.unblock);
      mine.close();
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
