import { type Item, itemId } from '@cupcakery/collections/contracts/item';
import { z } from 'zod';
import type { ApiError } from '../api/api-errors.ts';
import {
  bodyOf,
  type CommandAnswer,
  type CommandClientOptions,
  type CommandRequest,
  createCommandClient,
  failure,
} from '../api/command-client.ts';

/** The outcome of a change of an item. */
export type ItemAnswer = {
  /** Of the item, also of one that is created and not decided yet; undefined: nothing is known of one. */
  id: string | undefined;
  /** As the change left it; undefined when it was deleted, or nothing changed. */
  item: Item | undefined;
  errors: ApiError[];
};

/** Forwards changes of items. None of them rejects: a failure is an answer with errors. */
export type ShopApi = {
  change(request: Omit<CommandRequest, 'path'> & { collection: string; id?: string }): Promise<ItemAnswer>;
};

const itemShape = z.looseObject({ id: itemId });
/** The answer to an id that there is not, as the shop has always given it. */
const missingShape = z.object({ id: z.string(), message: z.string() });
const service = {
  name: 'shop',
  unavailable: 'Nothing can be changed right now; try again.',
  nothing: 'There is no such item.',
};

/** @param options.url the shop's, without a path */
export function createShopApi(options: Omit<CommandClientOptions, 'service'>): ShopApi {
  const client = createCommandClient({ ...options, service });
  return {
    async change({ collection, id, ...request }) {
      const path = id === undefined ? [collection] : [collection, id];
      const sent = await client.send({ ...request, path });
      const answer = 'failure' in sent ? refused(sent.failure.errors) : await itemAnswerOf(sent);
      return { ...answer, id: answer.id ?? id };
    },
  };
}

const refused = (errors: ApiError[]): ItemAnswer => ({ id: undefined, item: undefined, errors });

/** What an answer of the shop says. */
export async function itemAnswerOf({ response, failureOf }: CommandAnswer): Promise<ItemAnswer> {
  if (response.status === 204) return { id: undefined, item: undefined, errors: [] };
  const body = await bodyOf(response);
  const answered = itemShape.safeParse(body);
  if (response.status === 202) {
    const { errors } = failure('PENDING', 'Accepted, not yet decided: look again.');
    return { ...refused(errors), id: answered.data?.id };
  }
  if (response.ok && answered.success) return { id: answered.data.id, item: answered.data, errors: [] };
  if (response.status === 404 && missingShape.safeParse(body).success)
    return refused([{ code: 'NOT_FOUND', message: service.nothing }]);
  return refused(failureOf(body).errors);
}
