import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigError } from '@cupcakery/kit/config';
import { demo } from './demo/demo.ts';
import { followLogs } from './logs.ts';
import { loadSettings } from './settings.ts';
import { errorLine, SetupError } from './setup-error.ts';
import { statusOf } from './status.ts';
import { stopCopy } from './stop.ts';
import { up } from './up.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rate: { type: 'string' }, count: { type: 'string' } },
  });
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => abort.abort(new SetupError(`Broken off by ${name}.`)));
  }
  const settings = loadSettings(process.env);
  switch (positionals[0]) {
    case 'up':
      await up(settings, say, abort.signal);
      return 0;
    case 'down':
      say(
        (await stopCopy(settings)) ? 'Stopped; the data are kept.' : `Nothing runs on port ${settings.port}.`,
      );
      return 0;
    case 'clean':
      await stopCopy(settings);
      await rm(settings.dir, { recursive: true, force: true });
      say(`Stopped and forgotten: ${settings.dir}`);
      return 0;
    case 'status': {
      const { ok, text } = await statusOf(settings);
      say(text);
      return ok ? 0 : 1;
    }
    case 'logs':
      await followLogs(settings, say, abort.signal);
      return 0;
    case 'demo':
      return await demo({ url: `http://localhost:${settings.port}`, ...values }, say, abort.signal);
    default:
      throw new SetupError('usage: main.ts up | down | status | logs | clean | demo [--rate 5] [--count 0]');
  }
};

// The reader of a pipe may go first, as in `make logs | head`.
process.stdout.on('error', () => process.exit(0));

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : errorLine(error)}\n`);
  process.exitCode = 1;
}
