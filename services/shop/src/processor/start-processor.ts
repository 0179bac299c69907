import { shopGroup, shopTopics } from '@cupcakery/collections/contracts/topics';
import { runProcessor } from '@cupcakery/kit/run-processor';
import type { Surroundings } from '../surroundings.ts';
import { createShopProcessor } from './shop-processor.ts';

/** Starts the only writer of the shop's topics; it stops with the lifecycle. */
export async function startProcessor(surroundings: Surroundings): Promise<void> {
  const { config, collections, kafka, lifecycle, metrics } = surroundings;
  const commands = metrics.counter('cupcakery_commands_total');
  const unreadable = metrics.counter('cupcakery_unreadable_records_total');
  const topics = [...collections.values()].map(({ topic }) => topic);
  // From 0 on: the first one would not show as an increase otherwise.
  for (const topic of topics) unreadable.inc({ topic }, 0);
  await runProcessor(
    {
      kafka,
      processor: createShopProcessor(
        { collections, maxItems: config.MAX_ITEMS },
        {
          answered: (command, answer) => commands.inc({ workflow: 'shop', command, answer }),
          unreadable: (topic) => unreadable.inc({ topic }),
        },
      ),
      topics: {
        inputs: [shopTopics.commands],
        state: [{ topic: shopTopics.commandLog }, ...topics.map((topic) => ({ topic, shared: true }))],
        outputs: [shopTopics.commandLog, shopTopics.replies, shopTopics.incidents, ...topics],
      },
      group: shopGroup,
      instanceId: config.INSTANCE_ID,
      lingerMs: config.LINGER_MS,
    },
    { workflow: 'shop', metrics, lifecycle },
  );
}
