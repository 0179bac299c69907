import type { Sound } from '../../../lib/board/sound/use-chimes.ts';
import type { WakeState } from '../../../lib/board/use-wake-lock.ts';
import { t } from '../../../lib/texts/texts.ts';
import type en from '../../../texts/en.json';
import { Icon, type IconName } from '../../icon.tsx';
import styles from './indicators.module.css';

type Look = { icon: IconName; words: `board.${keyof (typeof en)['board']}`; warn: boolean };

const sounds = {
  on: { icon: 'sound', words: 'board.soundOn', warn: false },
  off: { icon: 'silent', words: 'board.soundOff', warn: false },
  blocked: { icon: 'silent', words: 'board.soundBlocked', warn: true },
  unsupported: { icon: 'silent', words: 'board.soundNone', warn: true },
} as const satisfies Record<Sound['state'], Look>;
const wakes = {
  held: { icon: 'awake', words: 'board.awake', warn: false },
  lost: { icon: 'asleep', words: 'board.asleep', warn: true },
  off: { icon: 'asleep', words: 'board.asleep', warn: false },
  unsupported: { icon: 'asleep', words: 'board.noWake', warn: true },
} as const satisfies Record<WakeState, Look>;

/** Whether a new ticket is audible and whether the screen stays on: the actual state, not the setting. */
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
      title={t(sounds[sound].words)}
      onClick={onSound}
    >
      <Icon name={sounds[sound].icon} />
      <span>{t(sounds[sound].words)}</span>
    </button>
    <p
      className={styles.indicator}
      data-warn={wakes[wake].warn || undefined}
      data-indicator="wake"
      title={t(wakes[wake].words)}
    >
      <Icon name={wakes[wake].icon} />
      <span>{t(wakes[wake].words)}</span>
    </p>
  </>
);
