import type { KafkaClient } from '../../connection/client.ts';
import { TransactionShell } from './transaction-shell.ts';
import type { TransactionalProducer, TransactionalProducerOptions } from './transactional-producer.ts';

/**
 * A transactional producer with exactly the calls that the exactly-once protocol needs; connects at `open`.
 * After any error between begin and commit the caller must close it and create a new one: without KIP-890 in
 * the client, a late request of the broken transaction could land in the next one.
 */
export function createTransactionalProducer({
  kafka,
  ...options
}: TransactionalProducerOptions & { kafka: KafkaClient }): TransactionalProducer {
  return new TransactionShell(kafka, options);
}
