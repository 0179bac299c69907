import type { ShopCommand, ShopReply } from '@cupcakery/collections/contracts/command';
import type { Item } from '@cupcakery/collections/contracts/item';
import { shopTopics } from '@cupcakery/collections/contracts/topics';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { ShopView } from '@cupcakery/collections/views/shop-view';
import type { SendCommand } from '@cupcakery/kit/commands/send-command';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import { ShopFailure } from './shop-failure.ts';

/** What became of a command; `pending`: Kafka has it, the decision takes longer than the bound. */
export type Written =
  | { id: string; pending: true }
  | { id: string; item: Item | undefined; replayed: boolean };

/** The use cases of all collections. All throw ShopFailure. Roles are checked by the caller. */
export type ItemsService = {
  readonly view: ShopView;
  /** The item as it is in the log now, if there is one. */
  find(collection: Collection, id: string): Promise<Item | undefined>;
  /** Carries out a command; after that reads see it. */
  write(command: ShopCommand, traceparent: string | undefined): Promise<Written>;
};

/** How the view of a collection catches up with its log. */
export type CatchUps = {
  /** With what is committed. */
  committed(): Promise<void>;
  /** Also with what is about to be: a reply may come before the last marker of its transaction. */
  all(): Promise<void>;
};

export function createItemsService(options: {
  view: ShopView;
  send: SendCommand<ShopReply>;
  catchUp: (collection: string) => CatchUps;
  now: () => number;
  /** The view did not see a change in time that was made. */
  onBehind: (error: unknown) => void;
}): ItemsService {
  const { view, send, catchUp, now, onBehind } = options;

  async function sent(command: ShopCommand, traceparent: string | undefined): Promise<ShopReply | 'pending'> {
    const record = cloudEventRecord(
      {
        topic: shopTopics.commands,
        key: `${command.collection}/${idOf(command)}`,
        value: JSON.stringify(command),
        event: {
          id: command.id,
          type: `cupcakery.shop.command.${command.type}`,
          source: '/cupcakery/shop',
          time: new Date(now()).toISOString(),
          traceparent,
        },
      },
      0,
    );
    const { id, bodyHash, actor } = command;
    const reply = await send({ id, bodyHash, caller: actor.sub, record });
    if (reply !== 'key-in-use') return reply;
    throw new ShopFailure('KEY_REUSED', { detail: 'this idempotency key is in use for another request' });
  }

  return {
    view,
    async find({ name }, id) {
      const known = view.table(name).get(id);
      if (known) return known;
      await catchUp(name).committed();
      return view.table(name).get(id);
    },
    async write(command, traceparent) {
      const id = idOf(command);
      const reply = await sent(command, traceparent);
      if (reply === 'pending') return { id, pending: true };
      if (reply.code !== undefined)
        throw new ShopFailure(reply.code, { detail: reply.message, fields: reply.errors });
      // The change is made: that the view lags is no reason to say otherwise.
      await catchUp(command.collection).all().catch(onBehind);
      // A create that is repeated after its answer was forgotten: the item is as it is now.
      const item =
        reply.item ?? (command.type === 'delete' ? undefined : view.table(command.collection).get(id));
      return { id, item, replayed: reply.replayed ?? false };
    },
  };
}

const idOf = (command: ShopCommand): string => (command.type === 'delete' ? command.itemId : command.item.id);
