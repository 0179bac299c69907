import { defaultKeys } from '../../../lib/board/settings/key-map.ts';
import { changeSettings, useBoardSettings } from '../../../lib/board/settings/settings.ts';
import type { Sound } from '../../../lib/board/sound/use-chimes.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../dialog.tsx';
import { ThemeChoice } from '../../theme-choice.tsx';
import { KeySettings } from './key-settings.tsx';
import styles from './settings-dialog.module.css';

/** How this device's boards sound, look and take keys; kept on the device. */
export const SettingsDialog = ({ sound, onClose }: { sound: Sound; onClose(): void }) => {
  const settings = useBoardSettings();
  return (
    <Dialog title={t('board.settingsTitle')} onClose={onClose}>
      <section className={styles.part}>
        <h3>{t('board.sounds')}</h3>
        <Switch label={t('board.soundFor')} name="sound" on={settings.sound} />
        <label className={styles.volume}>
          {t('board.volume')}
          <input
            type="range"
            min={0}
            max={100}
            value={Math.round(settings.volume * 100)}
            onChange={({ target }) => changeSettings({ volume: Number(target.value) / 100 })}
          />
        </label>
        <div className={styles.row}>
          <Button onClick={() => sound.play('new')}>{t('board.tryNew')}</Button>
          <Button onClick={() => sound.play('changed')}>{t('board.tryChanged')}</Button>
          <Button onClick={() => sound.play('cancelled')}>{t('board.tryCancelled')}</Button>
        </div>
      </section>
      <section className={styles.part}>
        <h3>{t('board.screen')}</h3>
        <Switch label={t('board.keepOn')} name="awake" on={settings.awake} />
      </section>
      <ThemeChoice />
      <section className={styles.part}>
        <h3>{t('board.keys')}</h3>
        <Switch label={t('board.singleKeys')} name="keysOn" on={settings.keysOn} />
        {settings.keysOn && <KeySettings keys={settings.keys} />}
        {settings.keysOn && (
          <p>
            <Button onClick={() => changeSettings({ keys: defaultKeys })}>{t('board.usualKeys')}</Button>
          </p>
        )}
      </section>
    </Dialog>
  );
};

const Switch = ({ label, name, on }: { label: string; name: 'sound' | 'awake' | 'keysOn'; on: boolean }) => (
  <label className={styles.switch}>
    <input
      type="checkbox"
      checked={on}
      onChange={({ target }) => changeSettings({ [name]: target.checked })}
    />
    {label}
  </label>
);
