import type { TextFit } from '../../../lib/board/fit/measure-texts.ts';
import { keyName, keyOfSlot } from '../../../lib/board/settings/key-map.ts';
import { useBoardSettings } from '../../../lib/board/settings/settings.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Icon } from '../../icon.tsx';
import styles from './card.module.css';

/**
 * The mark of a card that cannot show all of its texts: a button, as large as the texts, and the keys that do the same. While
 * it is hidden it keeps its height, so that it can be measured whether there is room for it.
 */
export const ReadMore = ({
  order,
  slot,
  selected,
  fit,
  onMore,
}: {
  order: Order;
  slot: number;
  selected: boolean;
  fit: TextFit;
  onMore(): void;
}) => {
  const { keys, keysOn } = useBoardSettings();
  return (
    <button
      type="button"
      className={styles.readMore}
      data-more
      data-off={fit.whole || undefined}
      onClick={onMore}
    >
      <Icon name="note" />
      <span>
        {t(fit.cutsNote ? 'ticket.wholeNote' : 'ticket.readMore')}
        <span className="visually-hidden">{t('ticket.of', { number: shortNumber(order.id) })}</span>
        {keysOn && (
          <span className={styles.readKeys}>
            {': '}
            {!selected && <kbd>{keyOfSlot(slot)}</kbd>} <kbd>{keyName(keys.details)}</kbd>
          </span>
        )}
      </span>
    </button>
  );
};
