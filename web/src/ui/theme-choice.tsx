import { useId, useSyncExternalStore } from 'react';
import { t } from '../lib/texts/texts.ts';
import { chooseTheme, theme, themes } from '../lib/theme/theme.ts';
import styles from './segments.module.css';

/** Light or dark, kept on this device. Automatic: dark on a wall screen's boards, else as the device has it. */
export const ThemeChoice = () => {
  const chosen = useSyncExternalStore(theme.subscribe, theme.get);
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend>{t('screen.look')}</legend>
      <div className={styles.segments}>
        {themes.map((one) => (
          <label key={one}>
            <input type="radio" name={name} checked={chosen === one} onChange={() => chooseTheme(one)} />
            <span>{t(`screen.${one}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
