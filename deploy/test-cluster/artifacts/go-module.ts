import { spawnSync } from 'node:child_process';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { z } from 'zod';
import { cache } from '../settings/settings.ts';

const download = z.object({ Dir: z.string().optional(), Error: z.string().optional() });

/**
 * Where the files of a Go module lie, `module@vX.Y.Z`; Go fetches it if need be, and checks it against the public
 * checksums. Throws a SetupError with Go's reason.
 */
export function moduleFolder(module: string, env: NodeJS.ProcessEnv): string {
  // In a folder of no module, so that none has this one as its dependency afterwards.
  const { stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', module], {
    cwd: cache,
    env: { ...env, GOFLAGS: '-mod=mod' },
    encoding: 'utf8',
  });
  const answer = download.safeParse(stdout?.trim() ? JSON.parse(stdout) : {});
  if (answer.success && answer.data.Dir !== undefined) return answer.data.Dir;
  const reason = (answer.success && answer.data.Error) || stderr?.trim() || 'go does not run';
  throw new SetupError(
    `Go could not fetch ${module}: ${reason}. If it is not Go's age, check the network; then run the same command again.`,
  );
}
