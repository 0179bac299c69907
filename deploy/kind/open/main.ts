import { describeError, SetupError } from '@cupcakery/local/toolbox/setup-error';
import { serveOrigin } from './serve-origin.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `make kind-open`: the release of `make kind-up` at the origin that its demo sign-in knows, until Ctrl-C. */
async function main(): Promise<void> {
  const port = 8080;
  const origin = await serveOrigin({ namespace: 'cupcakery', release: 'cupcakery', port, print }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new SetupError(
        `Port ${port} is taken, and the sign-in of kind works at that one only. Is make up running? make down stops it.`,
      );
    },
  );
  print(`Cupcakery in the cluster: ${origin.url}    Ctrl-C ends it`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void origin.stop());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
