import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigError } from '@cupcakery/kit/config';
import { followLogs } from './commands/logs.ts';
import { orderApiOf } from './commands/order-api.ts';
import { up } from './commands/up.ts';
import { demo } from './demo/demo.ts';
import { traceOf } from './demo/trace.ts';
import { loadSettings } from './settings/settings.ts';
import { statusOf } from './supervisor/status.ts';
import { stopCopy } from './supervisor/stop.ts';
import { describeError, SetupError } from './toolbox/setup-error.ts';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rate: { type: 'string' },
      count: { type: 'string' },
      order: { type: 'string' },
      workflow: { type: 'string', default: 'cupcakes' },
    },
  });
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => abort.abort(new SetupError(`Interrupted by ${name}.`)));
  }
  const workflows = positionals[0] === 'up' || positionals[0] === 'status';
  const settings = loadSettings(process.env, { workflows });
  switch (positionals[0]) {
    case 'up':
      await up(settings, print, abort.signal);
      return 0;
    case 'down':
      print(
        (await stopCopy(settings)) ? 'Stopped; the data are kept.' : `Nothing runs on port ${settings.port}.`,
      );
      return 0;
    case 'clean':
      await stopCopy(settings);
      await rm(settings.dir, { recursive: true, force: true });
      print(`Stopped and deleted: ${settings.dir}`);
      return 0;
    case 'status': {
      const { ok, text } = await statusOf(settings);
      print(text);
      return ok ? 0 : 1;
    }
    case 'logs':
      await followLogs(settings, print, abort.signal);
      return 0;
    case 'demo':
      return await demo(
        { api: await orderApiOf(settings, abort.signal), rate: values.rate, count: values.count },
        print,
        abort.signal,
      );
    case 'trace':
      print(await traceOf(await orderApiOf(settings, abort.signal), values));
      return 0;
    default:
      throw new SetupError(
        'usage: main.ts up | down | status | logs | clean | demo [--rate 5] [--count 0] | trace --order ID [--workflow cupcakes]',
      );
  }
}

// The reader of a pipe may exit first, as in `make logs | head`.
process.stdout.on('error', () => process.exit(0));

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : describeError(error)}\n`);
  process.exitCode = 1;
}
