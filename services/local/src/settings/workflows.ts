import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTextFiles } from '@cupcakery/kit/files';
import { workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { SetupError } from '../toolbox/setup-error.ts';
import type { Settings } from './settings.ts';

/** The folder of workflow files that the services read. */
export function workflowsDirOf(settings: Settings): string {
  return settings.manual.length === 0 ? settings.workflowFiles : join(settings.dir, 'workflows');
}

/** Writes the copy's own workflow files when MANUAL requires them; throws a SetupError for an unknown stage. */
export function writeWorkflows(settings: Settings): void {
  if (settings.manual.length === 0) return;
  const files = readTextFiles(settings.workflowFiles, workflowFileEndings);
  const known = new Set(files.flatMap(({ text }) => stagesOf(text)));
  for (const name of settings.manual) {
    if (name === 'all' || known.has(name)) continue;
    throw new SetupError(`MANUAL="${name}" is no stage; the stages are ${[...known].join(', ')}, or all.`);
  }
  const dir = workflowsDirOf(settings);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  for (const { name, text } of files) {
    writeFileSync(join(dir, basename(name)), withManualStages(text, settings.manual));
  }
}

const shape = z.object({ stages: z.array(z.object({ name: z.string() })) });

const stagesOf = (text: string): string[] =>
  shape.parse(parseDocument(text).toJS()).stages.map(({ name }) => name);

/**
 * A workflow file whose stages of these names (or `all`) wait for people instead of a timer or another program;
 * the duration of the work becomes its expected duration.
 */
export function withManualStages(text: string, manual: readonly string[]): string {
  const file = parseDocument(text);
  for (const [index, name] of stagesOf(text).entries()) {
    if (!manual.includes('all') && !manual.includes(name)) continue;
    const pathTo = (key: string) => ['stages', index, key];
    const takes = file.getIn(pathTo('takes'));
    file.setIn(pathTo('mode'), 'manual');
    for (const key of ['takes', 'url', 'timeout']) file.deleteIn(pathTo(key));
    if (takes !== undefined && !file.hasIn(pathTo('expected'))) file.setIn(pathTo('expected'), takes);
  }
  return file.toString();
}
