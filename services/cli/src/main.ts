#!/usr/bin/env node
import './node-20.ts';
import process from 'node:process';
import envPaths from 'env-paths';
import packageJson from '../package.json' with { type: 'json' };
import { exitCodes } from './cli-error.ts';
import { run } from './run.ts';
import { Profiles } from './settings/profiles.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => {
  interrupted.abort();
  // What does not end by itself ends with the second one.
  process.once('SIGINT', () => process.exit(exitCodes.interrupted));
});
// The reader of a pipe has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

const { env, stdin, stdout, stderr } = process;
process.exitCode = await run(
  process.argv.slice(2),
  {
    env,
    noColor: (env.NO_COLOR ?? '') !== '',
    stdin,
    stdout,
    stderr,
    signal: interrupted.signal,
    profiles: new Profiles(envPaths('cupcakery', { suffix: '' }).config),
    now: () => Date.now(),
  },
  { input: stdin, output: stdout, isTerminal: stdin.isTTY && stdout.isTTY },
  packageJson.version,
);
