import type { Collections } from '@cupcakery/collections/file/collection-files';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import type { Config } from './config.ts';

/** What both parts of the shop are started with. */
export type Surroundings = Pick<MainContext, 'log' | 'lifecycle' | 'now'> & {
  config: Config;
  collections: Collections;
  kafka: KafkaClient;
  metrics: Metrics;
};
