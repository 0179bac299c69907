import type { ShopCommand } from '@cupcakery/collections/contracts/command';
import type { Item } from '@cupcakery/collections/contracts/item';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import { readJson } from '@cupcakery/kit/http/body';
import { idempotencyKeyOf } from '@cupcakery/kit/http/idempotency-key';
import { z } from 'zod';
import { type CommandSource, createCommand, deleteCommand, replaceCommand } from '../items/build-command.ts';
import type { ItemsService, Written } from '../items/items-service.ts';
import { ShopFailure } from '../items/shop-failure.ts';
import { type ApiContext, authorize, maxBodyBytes, noSuchItem } from './api-context.ts';
import { ifMatchOf } from './if-match.ts';
import { answerPage, listQueryOf } from './list-query.ts';

const bodySchema = z.record(z.string(), z.unknown());
const readFields = (c: ApiContext) => readJson(c, { maxBytes: maxBodyBytes, schema: bodySchema });

/** The handlers of one collection at `/<name>`. */
export function itemHandlers(collection: Collection, items: ItemsService, maxList: number) {
  const { name } = collection;
  const { view } = items;
  const table = view.table(name);
  const etagged = (item: Item) => ({ etag: `"${table.etagOf(item)}"` });

  /** Sends a command; NOT_FOUND is answered as the old shop does. */
  async function write(
    c: ApiContext,
    command: ShopCommand,
    answer: (written: Extract<Written, { item: unknown }>) => Response,
  ): Promise<Response> {
    try {
      const written = await items.write(command, c.get('traceparent'));
      c.get('audit').accepted({ action: 'item.write', object: `${name}/${written.id}` });
      return 'pending' in written ? pending(c, name, written.id) : answer(written);
    } catch (error) {
      if (error instanceof ShopFailure && error.code === 'NOT_FOUND') return noSuchItem(c, idOf(c));
      throw error;
    }
  }

  return {
    list(c: ApiContext): Response {
      authorize(c, 'item.read', collection, name);
      return answerPage(c, table.list(listQueryOf(c, maxList)));
    },

    async read(c: ApiContext): Promise<Response> {
      const id = idOf(c);
      authorize(c, 'item.read', collection, `${name}/${id}`);
      const item = await items.find(collection, id);
      return item ? c.json(item, 200, etagged(item)) : noSuchItem(c, id);
    },

    async create(c: ApiContext): Promise<Response> {
      authorize(c, 'item.write', collection, name);
      const source = sourceOf(c);
      const command = createCommand(collection, source, await readFields(c));
      return write(c, command, ({ id, item, replayed }) =>
        c.json(item ?? { id }, 201, {
          location: locationOf(name, id),
          ...(item ? etagged(item) : {}),
          ...replayedHeader(replayed),
        }),
      );
    },

    async replace(c: ApiContext): Promise<Response> {
      const id = idOf(c);
      authorize(c, 'item.write', collection, `${name}/${id}`);
      const source = { ...sourceOf(c), ifMatch: ifMatchOf(c.req.header('if-match')) };
      const command = replaceCommand(collection, source, { id, fields: await readFields(c) });
      return write(c, command, ({ item, replayed }) =>
        c.json(item ?? { id }, 200, { ...(item ? etagged(item) : {}), ...replayedHeader(replayed) }),
      );
    },

    async remove(c: ApiContext): Promise<Response> {
      const id = idOf(c);
      authorize(c, 'item.write', collection, `${name}/${id}`);
      const source = { ...sourceOf(c), ifMatch: ifMatchOf(c.req.header('if-match')) };
      return write(c, deleteCommand(collection, source, id), ({ replayed }) =>
        c.body(null, 204, replayedHeader(replayed)),
      );
    },
  };
}

export const idOf = (c: ApiContext): string => c.req.param('id') ?? '';

const locationOf = (collection: string, id: string) => `/${collection}/${encodeURIComponent(id)}`;

const replayedHeader = (replayed: boolean): Record<string, string> =>
  replayed ? { 'idempotent-replayed': 'true' } : {};

/** @throws Problem 400 for a malformed key */
function sourceOf(c: ApiContext): CommandSource {
  return {
    principal: c.get('principal'),
    idempotencyKey: idempotencyKeyOf(c.req.header('idempotency-key')),
  };
}

/** 202: Kafka has the command, but the decision takes longer than this request waits. */
function pending(c: ApiContext, collection: string, id: string): Response {
  const location = locationOf(collection, id);
  return c.json({ status: 'pending', id, location }, 202, { location, 'retry-after': '1' });
}
