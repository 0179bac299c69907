import type { Message } from '../../../lib/tickets/use-messages.ts';
import { Button } from '../../button.tsx';
import { Icon } from '../../icon.tsx';
import styles from './board-messages.module.css';

/** What went wrong, over the foot of the board: it covers a little and moves nothing. */
export const BoardMessages = ({
  messages,
  onDismiss,
}: {
  messages: readonly Message[];
  onDismiss(id: number): void;
}) => (
  <div role="alert" className={styles.messages}>
    {messages.map(({ id, tone, title, text }) => (
      <div key={id} className={styles.message} data-tone={tone}>
        <Icon name="incident" className={styles.icon} />
        <p>
          <strong>{title}</strong> <span>{text}</span>
        </p>
        <Button onClick={() => onDismiss(id)}>Seen</Button>
      </div>
    ))}
  </div>
);
