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
  LOG_LEVEL: z.string().default('info'),
});

/** One local copy of the system: its ports and its folder. */
export type Settings = { port: number; kafkaPort: number; logLevel: string; dir: string };

/** Highest distance of a port derived from PORT; see services.ts. */
const PORT_SPAN = 110;

/** Reads PORT, KAFKA_PORT and EXTRAS; throws when a value cannot work. */
export const loadSettings = (env: NodeJS.ProcessEnv): Settings => {
  const { PORT: port, KAFKA_PORT: kafkaPort, EXTRAS, LOG_LEVEL: logLevel } = loadConfig(schema, env);
  if (port < 1024 || port + PORT_SPAN > 65_535) {
    throw new SetupError(
      `PORT=${port} cannot work: ports up to PORT+${PORT_SPAN} are used. Choose 1024 to ${65_535 - PORT_SPAN}.`,
    );
  }
  const extras = EXTRAS.split(/[\s,]+/).filter(Boolean);
  if (extras.length > 0) {
    throw new SetupError(
      `EXTRAS="${extras.join(' ')}" is not known: this version has no extras. Leave EXTRAS out.`,
    );
  }
  return { port, kafkaPort, logLevel, dir: join(root, '.cupcakery', String(port)) };
};

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
