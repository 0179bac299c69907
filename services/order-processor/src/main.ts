import process from 'node:process';
import { runMain } from '@cupcakery/kit/process/run-main';
import { configSchema } from './config.ts';
import { start } from './start.ts';

await runMain({
  process,
  service: 'order-processor',
  schema: configSchema,
  start: (config, context) => {
    let passes = 0;
    return start(config, context, (step, partition) => {
      if (step !== config.FAULT_STALL_AT) return;
      passes += 1;
      if (passes !== config.FAULT_STALL_AFTER + 1) return;
      context.log.warn({ step, partition }, 'fault test: stopping myself here');
      process.kill(process.pid, 'SIGSTOP');
    });
  },
});
