import { defaultKeys } from '../../../lib/board/settings/key-map.ts';
import { changeSettings, useBoardSettings } from '../../../lib/board/settings/settings.ts';
import type { Sound } from '../../../lib/board/sound/use-chimes.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../dialog.tsx';
import { ThemeChoice } from '../../theme-choice.tsx';
import { KeySettings } from './key-settings.tsx';
import styles from './settings-dialog.module.css';

/** How this device's boards sound, look and take keys; kept on the device. */
export const SettingsDialog = ({ sound, onClose }: { sound: Sound; onClose(): void }) => {
  const settings = useBoardSettings();
  return (
    <Dialog title="This board" onClose={onClose}>
      <section className={styles.part}>
        <h3>Sounds</h3>
        <Switch label="Sound for new, changed and cancelled tickets" name="sound" on={settings.sound} />
        <label className={styles.volume}>
          Volume
          <input
            type="range"
            min={0}
            max={100}
            value={Math.round(settings.volume * 100)}
            onChange={({ target }) => changeSettings({ volume: Number(target.value) / 100 })}
          />
        </label>
        <div className={styles.row}>
          <Button onClick={() => sound.play('new')}>Try “new”</Button>
          <Button onClick={() => sound.play('changed')}>Try “changed”</Button>
          <Button onClick={() => sound.play('cancelled')}>Try “cancelled”</Button>
        </div>
      </section>
      <section className={styles.part}>
        <h3>Screen</h3>
        <Switch label="Keep the screen on while a board is open" name="awake" on={settings.awake} />
      </section>
      <ThemeChoice />
      <section className={styles.part}>
        <h3>Keys</h3>
        <Switch label="Single keys work the board" name="keysOn" on={settings.keysOn} />
        {settings.keysOn && <KeySettings keys={settings.keys} />}
        {settings.keysOn && (
          <p>
            <Button onClick={() => changeSettings({ keys: defaultKeys })}>Back to the usual keys</Button>
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
