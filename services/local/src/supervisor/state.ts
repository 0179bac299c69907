import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../settings/settings.ts';

const identity = z.object({ pid: z.number().int(), startedAt: z.string() });

const part = z.object({
  name: z.string(),
  state: z.enum(['starting', 'running', 'waiting', 'stopped']),
  process: identity.optional(),
  restarts: z.number().int(),
  /** Why it exited last time. */
  lastExit: z.string().optional(),
  /** When it will be restarted. */
  retryAt: z.string().optional(),
  /** Where its probes are, if it has some. */
  adminPort: z.number().int().optional(),
});

const state = z.object({
  supervisor: identity,
  kafkaPort: z.number().int(),
  phase: z.enum(['starting', 'ready', 'failed', 'stopping']),
  /** Progress lines of the start. */
  steps: z.array(z.string()),
  error: z.string().optional(),
  parts: z.array(part),
});

export type PartState = z.infer<typeof part>;
export type State = z.infer<typeof state>;

const fileOf = (settings: Settings): string => join(settings.dir, 'state.json');

/** The state that the supervisor last wrote; undefined when it is absent or cannot be read. */
export function readState(settings: Settings): State | undefined {
  try {
    return state.parse(JSON.parse(readFileSync(fileOf(settings), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Synchronous and by rename: a child's pid is on disk before anything can fail, and a reader never sees a partial file. */
export function writeState(settings: Settings, value: State): void {
  const file = fileOf(settings);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 2));
  renameSync(`${file}.new`, file);
}

export const removeState = (settings: Settings): void => rmSync(fileOf(settings), { force: true });
