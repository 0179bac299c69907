import { runProgram } from '../../../charts/rendering/run-program.ts';

/** Runs kubectl and returns what it printed; throws with its errors. */
export const kubectl = (...args: string[]): Promise<string> => kubectlWith('', ...args);

/** The same with manifests, as YAML or JSON, on its input. */
export async function kubectlWith(input: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runProgram('kubectl', args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
