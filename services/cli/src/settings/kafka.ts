import { kafkaVars, loadConfig } from '@cupcakery/kit/config';
import {
  createKafkaClient,
  type KafkaClient,
  type KafkaLog,
  kafkaSettings,
} from '@cupcakery/kit/kafka/admin/kafka-client';
import { z } from 'zod';
import { CliError, reasonOf } from '../cli-error.ts';
import type { CliEnvironment } from './settings.ts';

/**
 * Kafka as the variables name it that services have.
 * @param report what a person is told of the connection
 * @throws CliError naming the variable that is missing or wrong
 */
export function kafkaOf(env: CliEnvironment, report: (message: string) => void = () => {}): KafkaClient {
  const say: KafkaLog['warn'] = (_fields, message) => report(message);
  try {
    const settings = kafkaSettings(loadConfig(z.object(kafkaVars), env), 'cupcakery-cli');
    return createKafkaClient(
      { ...settings, connectionTimeoutMs: 5_000 },
      { debug() {}, info() {}, warn: say, error: say },
    );
  } catch (error) {
    throw new CliError('usage', reasonOf(error), {
      hint: 'Kafka is reached by the variables of the services, such as KAFKA_BROKERS=localhost:9092',
    });
  }
}
