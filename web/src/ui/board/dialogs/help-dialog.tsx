import { actionWords, boardActions, keyName } from '../../../lib/board/settings/key-map.ts';
import { useBoardSettings } from '../../../lib/board/settings/settings.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../dialog.tsx';
import styles from './settings-dialog.module.css';

/** All keys of a board, as they are set on this device. */
export const HelpDialog = ({ onClose, onSettings }: { onClose(): void; onSettings(): void }) => {
  const { keys, keysOn } = useBoardSettings();
  const fixed: [string, string][] = [
    ['1 – 9, 0', t('board.digits')],
    ['← → ↑ ↓', t('board.arrows')],
  ];
  const set = boardActions.map((action): [string, string] => [keyName(keys[action]), actionWords(action)]);
  return (
    <Dialog title={t('board.helpTitle')} onClose={onClose}>
      {!keysOn && <p className={styles.note}>{t('board.keysOff')}</p>}
      <dl className={styles.keys}>
        {[...fixed, ...set].map(([key, words]) => (
          <div key={words}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Button onClick={onSettings}>{t('board.changeKeys')}</Button>
      </p>
    </Dialog>
  );
};
