import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTextFiles } from '@cupcakery/kit/files';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { root, type Settings } from './settings.ts';
import { SetupError } from './setup-error.ts';

const defaults = join(root, 'charts/cupcakery/workflows');

/** The folder of workflow files that the services read. */
export const workflowsDirOf = (settings: Settings): string =>
  settings.manual.length === 0 ? defaults : join(settings.dir, 'workflows');

/** Writes the copy's own workflow files where MANUAL asks for them; throws SetupError for a stage nobody has. */
export const writeWorkflows = (settings: Settings): void => {
  if (settings.manual.length === 0) return;
  const files = readTextFiles(defaults, ['.yaml']);
  const known = new Set(files.flatMap(({ text }) => stagesOf(text)));
  for (const name of settings.manual) {
    if (name === 'all' || known.has(name)) continue;
    throw new SetupError(`MANUAL="${name}" is no stage; there are ${[...known].join(', ')}, or all.`);
  }
  const dir = workflowsDirOf(settings);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  for (const { name, text } of files) {
    writeFileSync(join(dir, basename(name)), withManualStages(text, settings.manual));
  }
};

const shape = z.object({ stages: z.array(z.object({ name: z.string() })) });

const stagesOf = (text: string): string[] =>
  shape.parse(parseDocument(text).toJS()).stages.map(({ name }) => name);

/**
 * A workflow file whose stages of these names (or `all`) wait for people instead of a timer or another program;
 * what the work took is then what it is expected to take.
 */
export const withManualStages = (text: string, manual: readonly string[]): string => {
  const file = parseDocument(text);
  for (const [index, name] of stagesOf(text).entries()) {
    if (!manual.includes('all') && !manual.includes(name)) continue;
    const at = (key: string) => ['stages', index, key];
    const takes = file.getIn(at('takes'));
    file.setIn(at('mode'), 'manual');
    for (const key of ['takes', 'url', 'timeout']) file.deleteIn(at(key));
    if (takes !== undefined && !file.hasIn(at('expected'))) file.setIn(at('expected'), takes);
  }
  return file.toString();
};
