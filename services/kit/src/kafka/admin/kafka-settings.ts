import type { z } from 'zod';
import { ConfigError, type kafkaVars } from '../../config.ts';
import { readMountedFile } from '../../files.ts';
import type { KafkaSettings } from '../connection/client.ts';

type KafkaEnvironment = z.infer<z.ZodObject<typeof kafkaVars>>;

/**
 * Kafka settings from the environment variables of `kafkaVars`; reads the PEM and password files they name.
 * @throws ConfigError when a file cannot be read or holds nothing, or half of a pair is missing
 */
export function kafkaSettings(env: KafkaEnvironment, clientId: string): KafkaSettings {
  const settings: KafkaSettings = { brokers: env.KAFKA_BROKERS, clientId };
  if (env.KAFKA_SSL || env.KAFKA_CA_FILE || env.KAFKA_CERT_FILE) {
    const tls: NonNullable<KafkaSettings['tls']> = {};
    if (env.KAFKA_CA_FILE) tls.ca = readMountedFile('KAFKA_CA_FILE', env.KAFKA_CA_FILE);
    if (env.KAFKA_CERT_FILE) tls.cert = readMountedFile('KAFKA_CERT_FILE', env.KAFKA_CERT_FILE);
    if (env.KAFKA_KEY_FILE) tls.key = readMountedFile('KAFKA_KEY_FILE', env.KAFKA_KEY_FILE);
    if ((tls.cert === undefined) !== (tls.key === undefined)) {
      throw new ConfigError('KAFKA_CERT_FILE and KAFKA_KEY_FILE go together: set both or none');
    }
    settings.tls = tls;
  }
  if (env.KAFKA_SASL_MECHANISM) {
    const password = env.KAFKA_PASSWORD_FILE
      ? readMountedFile('KAFKA_PASSWORD_FILE', env.KAFKA_PASSWORD_FILE).trim()
      : env.KAFKA_PASSWORD;
    if (!env.KAFKA_USERNAME || !password) {
      throw new ConfigError(
        'KAFKA_SASL_MECHANISM needs KAFKA_USERNAME and KAFKA_PASSWORD or KAFKA_PASSWORD_FILE',
      );
    }
    settings.sasl = { mechanism: env.KAFKA_SASL_MECHANISM, username: env.KAFKA_USERNAME, password };
  }
  return settings;
}
