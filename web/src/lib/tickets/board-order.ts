import { type Order, readyAt } from '../orders/order.ts';

/**
 * The orders of a board: the rushed ones in front, the held ones last, each group by age.
 * @param timeOf what else to go by than the arrival at the stage, ms
 */
export const inBoardOrder = (orders: Iterable<Order>, timeOf = readyAt): Order[] => {
  const keyed = [...orders].map((order) => ({ order, group: groupOf(order), at: timeOf(order) }));
  // The id decides between equals, so that tickets do not change places from one drawing to the next.
  keyed.sort((a, b) => a.group - b.group || a.at - b.at || (a.order.id < b.order.id ? -1 : 1));
  return keyed.map(({ order }) => order);
};

const groupOf = ({ rushed, held }: Order): number => (held ? 2 : rushed ? 0 : 1);
