import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

export type Finished = { status: number | null; stdout: string; stderr: string };

/** Runs a program to its end without blocking this process; throws only when it cannot be started. */
export async function runProgram(
  program: string,
  args: string[],
  input: string,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawn(program, args, { ...options, stdio: 'pipe' });
  // It may exit before it has read all its input; its status then says why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit').then(z.tuple([z.number().nullable(), z.unknown()]).parse),
  ]);
  return { status, stdout, stderr };
}
