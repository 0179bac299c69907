import { type Order, readyAt } from '../orders/order.ts';

/**
 * The orders of a board: the rushed ones in front, the held ones last, each group by age.
 * @param timeOf the time to sort by, ms; default: the arrival at the stage
 */
export const sortForBoard = (orders: Iterable<Order>, timeOf = readyAt): Order[] => {
  const keyed = [...orders].map((order) => ({ order, group: groupOf(order), time: timeOf(order) }));
  // The id decides between equals, so that tickets do not swap slots from one rendering to the next.
  keyed.sort((a, b) => a.group - b.group || a.time - b.time || (a.order.id < b.order.id ? -1 : 1));
  return keyed.map(({ order }) => order);
};

const groupOf = ({ rushed, held }: Order): number => (held ? 2 : rushed ? 0 : 1);
