import process from 'node:process';
import { runMain } from '@cupcakery/kit/process/run-main';
import { configSchema } from './config.ts';
import { start } from './start.ts';

await runMain({
  process,
  service: 'shop',
  schema: configSchema,
  start: async (config, context) => {
    await start(config, context);
  },
});
