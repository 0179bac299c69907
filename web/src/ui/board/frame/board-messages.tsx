import { t } from '../../../lib/texts/texts.ts';
import type { Message } from '../../../lib/tickets/use-messages.ts';
import { Button } from '../../button.tsx';
import { Icon } from '../../icon.tsx';
import styles from './board-messages.module.css';

/** The newest of what went wrong, over the head of the board: it moves nothing and covers no ticket. */
export const BoardMessages = ({
  messages,
  onDismiss,
}: {
  messages: readonly Message[];
  onDismiss(id: number): void;
}) => (
  <div role="alert" className={styles.messages}>
    {messages.slice(0, 1).map(({ id, tone, title, text }) => (
      <div key={id} className={styles.message} data-tone={tone}>
        <Icon name="incident" className={styles.icon} />
        <p>
          <strong>{title}</strong> <span>{text}</span>
          {messages.length > 1 && (
            <span className={styles.count}>{t('board.firstOf', { count: messages.length })}</span>
          )}
        </p>
        <Button onClick={() => onDismiss(id)}>{t('ticket.seen')}</Button>
      </div>
    ))}
  </div>
);
