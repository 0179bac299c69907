import { useConnection, useLink } from '../../lib/live/connection-context.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './connection-banner.module.css';
import { connectionWords } from './connection-words.ts';

/**
 * Says what is wrong with the connection. It lies over the foot of the page, on a board over the head with its ways
 * to other places, so that its coming and going moves nothing and hides nothing that works. Only the cause is announced: the ticking rest would be read every second.
 */
export const ConnectionBanner = ({ onBoard }: { onBoard: boolean }) => {
  const connection = useConnection();
  const link = useLink();
  const now = useNow();
  const words = connectionWords(link, now, onBoard);
  const wait = link.retryAt === undefined ? 0 : Math.ceil((link.retryAt - now) / 1_000);
  return (
    <>
      <p className="visually-hidden" role="status">
        {words?.cause}
      </p>
      {words && (
        <aside
          className={styles.banner}
          data-tone={words.tone}
          data-board={onBoard || undefined}
          aria-label="Connection"
        >
          <Icon name="incident" className={styles.icon} />
          <div className={styles.words}>
            <strong>{words.cause}</strong> <span>{words.effect}</span>
          </div>
          {link.phase !== 'live' && (
            <div className={styles.retry}>
              <span>{wait > 0 ? `Next try in ${wait} s` : 'Trying …'}</span>
              <Button onClick={connection.retryNow}>Try now</Button>
            </div>
          )}
        </aside>
      )}
    </>
  );
};
