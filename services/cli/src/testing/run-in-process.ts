import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { Profiles } from '../settings/profiles.ts';
import type { CliEnvironment } from '../settings/settings.ts';

export type Ended = { code: number; out: string; err: string };

/** A command line in this process, with a folder of its own for profiles. */
export async function createCli(env: CliEnvironment = {}): Promise<{
  run(...args: string[]): Promise<Ended>;
  profiles: Profiles;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'cupcakery-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const profiles = new Profiles(join(folder, 'config'));
  return {
    profiles,
    async run(...args) {
      let [out, err] = ['', ''];
      const code = await run(
        args,
        {
          env,
          noColor: true,
          stdin: Readable.from([]),
          stdout: { write: (text) => (out += text) },
          stderr: { write: (text) => (err += text) },
          signal: new AbortController().signal,
          profiles,
          now: () => Date.parse('2026-03-02T10:00:00Z'),
        },
        { input: Readable.from([]), output: new PassThrough(), isTerminal: false },
        '1.2.3',
      );
      return { code, out, err };
    },
  };
}
