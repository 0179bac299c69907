import { useState } from 'react';
import { Link } from 'wouter';
import { capitalised } from '../../../lib/orders/order.ts';
import { isManager, mayWorkAt } from '../../../lib/orders/rights.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useWide } from '../../../ui/media/use-wide.ts';
import { CardList } from './card-list.tsx';
import styles from './lane.module.css';
import type { LaneContent } from './lanes.ts';

const few = 4;
const most = 50;

/** One stage: the way to its board, how many orders it has, how many of them are in work, and their cards. */
export const Lane = ({
  lane,
  position,
  known,
  paused,
}: {
  lane: LaneContent;
  position: number;
  known: boolean;
  /** Why the stage is paused; undefined: it is not. */
  paused: string | undefined;
}) => {
  const { name, orders } = lane;
  const wide = useWide();
  const [unfolded, setUnfolded] = useState(false);
  // On a phone the lanes lie below each other: a long one would hide the next.
  const shown = orders.slice(0, wide || unfolded ? most : few);
  const hidden = orders.length - shown.length;
  const headingId = `lane-${name}`;
  return (
    <section className={styles.lane} aria-labelledby={headingId}>
      <LaneHead lane={lane} position={position} known={known} paused={paused} headingId={headingId} />
      <CardList
        orders={shown}
        labelledBy={headingId}
        newest={position === 1 ? orders.at(-1)?.id : undefined}
      />
      {orders.length === 0 && <p className={styles.empty}>{known && t('kitchen.nothingHere')}</p>}
      {hidden > 0 && (
        <p className={styles.more}>
          {!wide && !unfolded ? (
            <Button onClick={() => setUnfolded(true)}>{t('floor.more', { count: hidden })}</Button>
          ) : (
            t('floor.more', { count: hidden })
          )}
        </p>
      )}
      {!wide && unfolded && orders.length > few && (
        <p className={styles.more}>
          <Button onClick={() => setUnfolded(false)}>{t('kitchen.fewer')}</Button>
        </p>
      )}
    </section>
  );
};

const LaneHead = ({
  lane: { name, stage, orders },
  position,
  known,
  paused,
  headingId,
}: {
  lane: LaneContent;
  position: number;
  known: boolean;
  paused: string | undefined;
  headingId: string;
}) => {
  const { me, hrefOf } = useWorkflow();
  const stopped = orders.filter(({ status }) => status === 'INCIDENT').length;
  const waiting = orders.filter(
    ({ status, stageStatus }) => status === 'OPEN' && stageStatus === 'WAITING',
  ).length;
  const parts = [
    t('kitchen.inWork', { count: orders.length - stopped - waiting }),
    t('kitchen.waiting', { count: waiting }),
  ];
  if (stopped > 0) parts.push(t('kitchen.stopped', { count: stopped }));
  const isOwn = stage !== undefined && !isManager(me) && mayWorkAt(me, stage);
  const title = (
    <>
      <span className={styles.position} aria-hidden="true">
        {position}
      </span>
      {capitalised(word(name))}
    </>
  );
  return (
    <header className={styles.head} data-own={isOwn || undefined}>
      <h3 id={headingId}>
        {stage ? (
          <Link href={hrefOf(`/kitchen/${encodeURIComponent(name)}`)} className={styles.door ?? ''}>
            {title}
            <Icon name="arrow" />
          </Link>
        ) : (
          title
        )}
        {paused !== undefined && (
          <span className={styles.retired} title={paused}>
            {t('lagState.paused')}
          </span>
        )}
        {stage?.retired && <span className={styles.retired}>{t('kitchen.retired')}</span>}
      </h3>
      <p className={styles.count}>{known ? orders.length : '–'}</p>
      <p className={styles.sub}>
        {known ? parts.join(', ') : t('board.loading')}
        {isOwn && <span className={styles.own}>{t('kitchen.own')}</span>}
      </p>
    </header>
  );
};
