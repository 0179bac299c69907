import { join } from 'node:path';
import { z } from 'zod';
import type { Manifest } from '../../../charts/rendering/helm.ts';
import { runProgram } from '../../../charts/rendering/run-program.ts';
import { stream, title } from './manifest-sets.ts';
import { schemaLocation } from './schemas.ts';

const report = z.object({
  resources: z.array(
    z.looseObject({ kind: z.string(), name: z.string(), status: z.string(), msg: z.string() }),
  ),
});

/** What kubeconform finds wrong, by schemas of a folder or the one of a .json file; a kind without a schema is wrong as well. */
export async function schemaProblems(manifests: readonly Manifest[], schemas: string): Promise<string[]> {
  const args = ['-strict', '-verbose', '-output', 'json'];
  const template = schemas.endsWith('.json') ? schemas : join(schemas, schemaLocation);
  const location = ['-schema-location', template, '-'];
  const { stdout, stderr } = await runProgram('kubeconform', [...args, ...location], stream(manifests));
  if (stdout === '') throw new Error(`kubeconform: ${stderr}`);
  const { resources } = report.parse(JSON.parse(stdout));
  const problems = resources
    .filter(({ status }) => status !== 'statusValid')
    .map(({ kind, name, msg }) => `${kind} ${name}: ${msg}`);
  // A document that is passed over would be taken for a good one.
  const unseen = manifests.filter(
    ({ kind, metadata }) => !resources.some((one) => one.kind === kind && one.name === metadata.name),
  );
  return [...problems, ...unseen.map((one) => `${title(one)}: not looked at`)];
}
