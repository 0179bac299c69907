import type { Sound } from '../../../lib/board/sound/use-chimes.ts';
import type { WakeState } from '../../../lib/board/use-wake-lock.ts';
import { Icon, type IconName } from '../../icon.tsx';
import styles from './indicators.module.css';

type Words = { icon: IconName; words: string; warn: boolean };

const sounds: Record<Sound['state'], Words> = {
  on: { icon: 'sound', words: 'Sound on', warn: false },
  off: { icon: 'silent', words: 'Sound off', warn: false },
  blocked: { icon: 'silent', words: 'Sound blocked: touch the page', warn: true },
  unsupported: { icon: 'silent', words: 'This browser has no sound', warn: true },
};
const wakes: Record<WakeState, Words> = {
  held: { icon: 'awake', words: 'Screen stays on', warn: false },
  lost: { icon: 'asleep', words: 'Screen may sleep', warn: true },
  off: { icon: 'asleep', words: 'Screen may sleep', warn: false },
  unsupported: { icon: 'asleep', words: 'Screen may sleep: no way to hold it', warn: true },
};

/** Whether one would hear a new ticket and whether the screen stays on: what is so, not what was asked for. */
export const Indicators = ({
  sound,
  wake,
  onSound,
}: {
  sound: Sound['state'];
  wake: WakeState;
  onSound(): void;
}) => (
  <>
    <button
      type="button"
      className={styles.indicator}
      data-warn={sounds[sound].warn || undefined}
      data-indicator="sound"
      aria-pressed={sound !== 'off'}
      title={sounds[sound].words}
      onClick={onSound}
    >
      <Icon name={sounds[sound].icon} />
      <span>{sounds[sound].words}</span>
    </button>
    <p
      className={styles.indicator}
      data-warn={wakes[wake].warn || undefined}
      data-indicator="wake"
      title={wakes[wake].words}
    >
      <Icon name={wakes[wake].icon} />
      <span>{wakes[wake].words}</span>
    </p>
  </>
);
