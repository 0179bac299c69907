import { useId, useSyncExternalStore } from 'react';
import { chooseTheme, type Theme, theme, themes } from '../lib/theme/theme.ts';
import styles from './segments.module.css';

const words: Record<Theme, string> = { auto: 'Automatic', light: 'Light', dark: 'Dark' };

/** Light or dark, kept on this device. Automatic: dark on a wall screen's boards, else as the device has it. */
export const ThemeChoice = () => {
  const chosen = useSyncExternalStore(theme.subscribe, theme.get);
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend>Look</legend>
      <div className={styles.segments}>
        {themes.map((one) => (
          <label key={one}>
            <input type="radio" name={name} checked={chosen === one} onChange={() => chooseTheme(one)} />
            <span>{words[one]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
