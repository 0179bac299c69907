import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import { secretFiles } from './credentials/secret-files.ts';
import { createStageCredentials, type StageCredentials } from './credentials/stage-credentials.ts';
import { createHttpProbe, createHttpWork } from './http.ts';
import { createPersistentWork, type PersistentWork } from './persistent-work.ts';
import { createTimerWork } from './timer.ts';

/**
 * By the name of each http stage, by what its worker is known to the target.
 * @throws ConfigError for a secret that is missing or of no use
 */
export function credentialsOf(
  stages: readonly Stage[],
  secretsDir: string | undefined,
): ReadonlyMap<string, StageCredentials> {
  const readSecret = secretFiles(secretsDir);
  return new Map(
    stages
      .filter(({ mode }) => mode === 'http')
      .map(({ name, auth }) => [name, createStageCredentials(name, auth, readSecret)]),
  );
}

/** How a stage works: by the clock, by a call, or (undefined) by people. */
export function workOf(
  stage: Stage,
  credentials: StageCredentials | undefined,
  now: () => number,
  onDown: (down: boolean, reason: string) => void,
  tracer: Tracer,
): PersistentWork | undefined {
  const { attempts } = stage;
  if (credentials) {
    const work = createHttpWork(stage, credentials, now, tracer);
    return createPersistentWork(work, { attempts, onDown, probe: createHttpProbe(stage) });
  }
  return stage.mode === 'timer'
    ? createPersistentWork(createTimerWork(stage.takes ?? 0), { attempts, onDown })
    : undefined;
}
