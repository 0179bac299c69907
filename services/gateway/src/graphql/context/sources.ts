import type { Item } from '@cupcakery/collections/contracts/item';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import type { OrderHistory } from '../../history/order-histories.ts';
import type { ShownOrder } from '../../selection/order-selection.ts';

/** What a `Ticket` is resolved from: an order, seen from one stage. */
export type TicketSource = { order: ShownOrder; stage: string };

/** What a `Stage` is resolved from: a stage and the name of its workflow. */
export type StageSource = Stage & { workflow: string };

/** What an `OrderHistory` is resolved from: events as the caller may see them. */
export type HistorySource = OrderHistory & { order: ShownOrder };

/** The names of the collections that may be read by who gets an answer. */
export type Readable = ReadonlySet<string>;

/** What an item of the shop is resolved from. Its fields have no caller: one answer may go to many. */
export type ItemSource = {
  collection: Collection;
  id: string;
  /** Undefined: there is none (any more). */
  item: Item | undefined;
  readable: Readable;
};

/** What a reference of an item is resolved from. */
export type ReferenceSource = { field: string; target: ItemSource };

/** What a payload of the shop's stream is resolved from. */
export type ShopPayloadSource = {
  cursor: string;
  kind: 'SNAPSHOT' | 'CHANGE';
  items: ItemSource[];
  removed: { collection: string; id: string }[];
  /** Looked up only where it is asked for. */
  touched(): ItemSource[] | null;
};
