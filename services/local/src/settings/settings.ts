import { join, resolve } from 'node:path';
import { loadConfig, portVar } from '@cupcakery/kit/config';
import { z } from 'zod';
import { root } from '../toolbox/repository.ts';
import { SetupError } from '../toolbox/setup-error.ts';
import { collectionsIn } from './collection-folder.ts';
import { requirePossiblePorts } from './ports.ts';
import { workflowsIn } from './workflow-folder.ts';

const schema = z.object({
  PORT: portVar.default(8080).meta({ example: '8080' }),
  KAFKA_PORT: portVar.default(9092).meta({ example: '9092' }),
  EXTRAS: z.string().default(''),
  MANUAL: z.string().default(''),
  AUTH: z
    .enum(['optional', 'required'], 'must be optional or required')
    .default('optional')
    .meta({ example: 'required' }),
  WORKFLOWS_DIR: z
    .string()
    .default(join(root, 'charts/cupcakery/workflows'))
    .meta({ example: '/etc/workflows' }),
  COLLECTIONS_DIR: z
    .string()
    .default(join(root, 'charts/cupcakery/collections'))
    .meta({ example: '/etc/collections' }),
  LOG_LEVEL: z.string().default('info'),
});

/**
 * One local copy of the system: its ports and its folder. `auth`: whether a request needs a token, or one without is the
 * local admin. `manual`: stages that people work at. `workflowFiles`: the
 * folder of the workflow files as they are written; each of them runs. `further`: the names of those beside cupcakes.
 * `collectionFiles`: the folder of the shop's collections, `collections` their names.
 */
export type Settings = {
  port: number;
  kafkaPort: number;
  logLevel: string;
  dir: string;
  auth: 'optional' | 'required';
  manual: readonly string[];
  workflowFiles: string;
  further: readonly string[];
  collectionFiles: string;
  collections: readonly string[];
};

/**
 * Reads PORT, KAFKA_PORT, EXTRAS, MANUAL, AUTH, the workflow files and those of collections; throws a ConfigError or SetupError when a value cannot
 * work.
 * @param workflows false for what must work beside a broken file, too: `further` and `collections` are empty then
 */
export function loadSettings(env: NodeJS.ProcessEnv, { workflows = true } = {}): Settings {
  const config = loadConfig(schema, env);
  const { PORT: port, KAFKA_PORT: kafkaPort, LOG_LEVEL: logLevel } = config;
  const workflowFiles = resolve(root, config.WORKFLOWS_DIR);
  const names = workflows ? [...workflowsIn(workflowFiles).keys()] : [];
  if (names.includes('shop'))
    throw new SetupError(
      'A workflow cannot be called shop: the topics shop.* belong to the shop. Rename it.',
    );
  const collectionFiles = resolve(root, config.COLLECTIONS_DIR);
  const collections = workflows ? [...collectionsIn(collectionFiles).keys()] : [];
  const further = names.filter((name) => name !== 'cupcakes');
  requirePossiblePorts({ port, kafkaPort, further });
  const extras = listOf(config.EXTRAS);
  if (extras.length > 0) {
    throw new SetupError(
      `EXTRAS="${extras.join(' ')}" is not known: this version has no extras. Leave EXTRAS out.`,
    );
  }
  const dir = join(root, '.cupcakery', String(port));
  const manual = listOf(config.MANUAL);
  const folders = { dir, workflowFiles, collectionFiles };
  return { port, kafkaPort, logLevel, ...folders, auth: config.AUTH, manual, further, collections };
}

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
