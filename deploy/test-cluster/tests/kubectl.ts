import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { runProgram } from '../../charts/run-program.ts';

const run = promisify(execFile);
const maxBuffer = 1 << 26;

/** What every object has. */
export const objectShape = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
});
export type KubernetesObject = z.infer<typeof objectShape>;
const listShape = z.looseObject({ items: z.array(objectShape) });

/** Runs kubectl and returns what it printed; throws with its errors. */
export async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await run('kubectl', args, { maxBuffer });
  return stdout;
}

/** Runs kubectl with manifests, as YAML or JSON, on its input. */
export async function kubectlWith(input: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runProgram('kubectl', args, input);
  if (status !== 0) throw new Error(stderr.trim());
  return stdout;
}

/** All objects of a kind in a namespace, as a shape; an object that does not fit is an error. */
export async function list<T>(
  kind: string,
  namespace: string,
  shape: z.ZodType<T>,
  selector = '',
): Promise<T[]> {
  const chosen = selector === '' ? [] : ['--selector', selector];
  const { items } = listShape.parse(
    JSON.parse(await kubectl('get', kind, '--namespace', namespace, ...chosen, '--output', 'json')),
  );
  return items.map((item) => shape.parse(item));
}

/** One object as a shape. */
export async function get<T>(kind: string, namespace: string, name: string, shape: z.ZodType<T>): Promise<T> {
  return shape.parse(
    JSON.parse(await kubectl('get', kind, name, '--namespace', namespace, '--output', 'json')),
  );
}
