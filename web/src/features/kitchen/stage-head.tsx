import { changeSettings } from '../../lib/board/settings.ts';
import type { Sound } from '../../lib/board/use-chimes.ts';
import type { WakeState } from '../../lib/board/use-wake-lock.ts';
import type { LiveTickets } from '../../lib/live/use-live-tickets.ts';
import { ageStep } from '../../lib/orders/age.ts';
import { capitalised, type Order, readyAt, type Stage } from '../../lib/orders/order.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Indicators } from '../../ui/board/indicators.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import styles from './stage-board.module.css';
import type { StageDialog } from './stage-dialogs.tsx';

const tools: { icon: IconName; words: string; kind: 'all-day' | 'recent' | 'settings' | 'help' }[] = [
  { icon: 'sum', words: 'All-day', kind: 'all-day' },
  { icon: 'recalled', words: 'Recently done', kind: 'recent' },
  { icon: 'settings', words: 'Settings', kind: 'settings' },
  { icon: 'help', words: 'Keys', kind: 'help' },
];

/** The stage's name, how much there is to do, and the board's tools. */
export const StageHead = ({
  stage,
  live,
  orders,
  sound,
  wake,
  onOpen,
}: {
  stage: Stage;
  live: LiveTickets;
  orders: ReadonlyMap<string, Order>;
  sound: Sound['state'];
  wake: WakeState;
  onOpen(dialog: StageDialog): void;
}) => (
  <header className={styles.head}>
    <div className={styles.name}>
      <PageHeading title={`${capitalised(stage.name)} board`}>
        <span id="stage-heading">{capitalised(stage.name)}</span>
      </PageHeading>
      <p className={styles.count}>
        {live.known ? (
          <>
            <strong>{live.orders.size}</strong> {live.orders.size === 1 ? 'ticket' : 'tickets'}
          </>
        ) : (
          'loading'
        )}
      </p>
      <LateCounts stage={stage} orders={orders} />
    </div>
    <div className={styles.tools}>
      <Indicators sound={sound} wake={wake} onSound={() => changeSettings({ sound: sound === 'off' })} />
      {tools.map(({ icon, words, kind }) => (
        <Button key={kind} aria-haspopup="dialog" aria-label={words} onClick={() => onOpen({ kind })}>
          <Icon name={icon} />
          <span className={styles.word}>{words}</span>
        </Button>
      ))}
    </div>
  </header>
);

const LateCounts = ({ stage, orders }: { stage: Stage; orders: ReadonlyMap<string, Order> }) => {
  const now = useNow();
  const counts = { fresh: 0, warn: 0, late: 0, critical: 0 };
  for (const order of orders.values()) {
    if (order.status === 'OPEN') counts[ageStep((now - readyAt(order)) / 1_000, stage.targetSeconds)] += 1;
  }
  return (
    <p className={styles.steps}>
      {counts.warn > 0 && (
        <Mark icon="working" tone="warn" chip>
          {counts.warn} slow
        </Mark>
      )}
      {counts.late > 0 && (
        <Mark icon="late" tone="bad" chip>
          {counts.late} late
        </Mark>
      )}
      {counts.critical > 0 && (
        <Mark icon="incident" tone="bad" chip>
          {counts.critical} very late
        </Mark>
      )}
    </p>
  );
};
