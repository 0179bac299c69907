import { useState } from 'react';
import {
  actionWords,
  type BoardAction,
  boardActions,
  type KeyMap,
  keyName,
  keyProblem,
  normalKey,
} from '../../../lib/board/settings/key-map.ts';
import { changeSettings } from '../../../lib/board/settings/settings.ts';
import { t } from '../../../lib/texts/texts.ts';
import styles from './settings-dialog.module.css';

/** Assigns another key to an action: press its button, then the key. Tab moves on, Escape keeps the old one. */
export const KeySettings = ({ keys }: { keys: KeyMap }) => {
  const [waiting, setWaiting] = useState<BoardAction>();
  const [problem, setProblem] = useState<string>();

  const take = (action: BoardAction, pressed: string) => {
    const key = normalKey(pressed);
    const wrong = keyProblem(keys, action, key);
    setProblem(wrong);
    if (wrong) return;
    changeSettings({ keys: { ...keys, [action]: key } });
    setWaiting(undefined);
  };

  return (
    <>
      <dl className={styles.keys}>
        {boardActions.map((action) => (
          <div key={action}>
            <dt>
              <button
                type="button"
                className={styles.key}
                aria-label={t('board.keyButton', { action: actionWords(action), key: keyName(keys[action]) })}
                aria-pressed={waiting === action}
                onClick={() => {
                  setProblem(undefined);
                  setWaiting(waiting === action ? undefined : action);
                }}
                onBlur={() => setWaiting(undefined)}
                onKeyDown={(event) => {
                  if (waiting !== action || event.key === 'Tab') return;
                  event.preventDefault();
                  if (event.key === 'Escape' && action !== 'clear') return setWaiting(undefined);
                  take(action, event.key);
                }}
              >
                {waiting === action ? t('board.pressKey') : keyName(keys[action])}
              </button>
            </dt>
            <dd>{actionWords(action)}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className={styles.problem}>
        {problem}
      </p>
    </>
  );
};
