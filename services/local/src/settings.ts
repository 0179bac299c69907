import { join, resolve } from 'node:path';
import { loadConfig, portVar } from '@cupcakery/kit/config';
import { z } from 'zod';
import { requireFreePort } from './ports.ts';
import { SetupError } from './setup-error.ts';

/** The repository's folder. */
export const root = resolve(import.meta.dirname, '../../..');

const schema = z.object({
  PORT: portVar.default(8080).meta({ example: '8080' }),
  KAFKA_PORT: portVar.default(9092).meta({ example: '9092' }),
  EXTRAS: z.string().default(''),
  MANUAL: z.string().default(''),
  LOG_LEVEL: z.string().default('info'),
});

/** One local copy of the system: its ports and its folder. `manual`: stages that people work at. */
export type Settings = {
  port: number;
  kafkaPort: number;
  logLevel: string;
  dir: string;
  manual: readonly string[];
};

/** Highest distance of a port derived from PORT; see services.ts. */
const PORT_SPAN = 110;

/** Reads PORT, KAFKA_PORT, EXTRAS and MANUAL; throws when a value cannot work. */
export const loadSettings = (env: NodeJS.ProcessEnv): Settings => {
  const config = loadConfig(schema, env);
  const { PORT: port, KAFKA_PORT: kafkaPort, LOG_LEVEL: logLevel } = config;
  if (port < 1024 || port + PORT_SPAN > 65_535) {
    throw new SetupError(
      `PORT=${port} cannot work: ports up to PORT+${PORT_SPAN} are used. Choose 1024 to ${65_535 - PORT_SPAN}.`,
    );
  }
  const extras = listOf(config.EXTRAS);
  if (extras.length > 0) {
    throw new SetupError(
      `EXTRAS="${extras.join(' ')}" is not known: this version has no extras. Leave EXTRAS out.`,
    );
  }
  const dir = join(root, '.cupcakery', String(port));
  return { port, kafkaPort, logLevel, dir, manual: listOf(config.MANUAL) };
};

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Throws a SetupError for the first port that another program holds. */
export const requirePorts = async (
  settings: Settings,
  derived: { port: number; use: string }[],
): Promise<void> => {
  await requireFreePort(settings.port, 'the web address', 'PORT');
  await requireFreePort(settings.kafkaPort, 'Kafka', 'KAFKA_PORT');
  for (const { port, use } of derived) {
    await requireFreePort(port, `${use}, PORT+${port - settings.port}`, 'PORT');
  }
};
