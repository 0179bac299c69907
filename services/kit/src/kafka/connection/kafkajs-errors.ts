import { createRequire } from 'node:module';

/** kafkajs's own classes: what it does next depends on their names. */
const require = createRequire(import.meta.url);
const {
  KafkaJSConnectionError,
  KafkaJSRequestTimeoutError,
}: {
  KafkaJSConnectionError: new (
    message: string,
    details: { broker: string; code?: string | undefined },
  ) => Error;
  KafkaJSRequestTimeoutError: new (message: string, details: { broker: string }) => Error;
} = require('kafkajs/src/errors');

/** No connection, or one that broke: kafkajs looks for the leaders again, or chooses another broker. */
export function connectionError(message: string, broker: string, code?: string): Error {
  return new KafkaJSConnectionError(message, { broker, code });
}

export function requestTimeoutError(message: string, broker: string): Error {
  return new KafkaJSRequestTimeoutError(message, { broker });
}
