import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installJars, pomVersion } from '@cupcakery/local/toolbox/maven';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { z } from 'zod';
import { cache } from '../settings/settings.ts';
import { findJdk, type Jdk } from './jdk.ts';
import { makeOnce } from './make-once.ts';

/** Its version is Strimzi's. */
export const strimziPom = join(import.meta.dirname, 'strimzi-pom.xml');
const oldestJdk = 21;

/** The classes of the kinds that the project has. */
const kinds = ['kafka.Kafka', 'nodepool.KafkaNodePool', 'topic.KafkaTopic', 'user.KafkaUser'];
const model = 'io.strimzi.api.kafka.model';
/** As Strimzi's own build calls it. */
const options = [
  ...['--label', 'app:strimzi', '--label', 'strimzi.io/crd-install:true', '--target-kube', '1.16+'],
  ...['--crd-api-version', 'v1', '--api-versions', 'v1', '--storage-version', 'v1', '--yaml'],
];

const prefixes = z.object({
  /** A key in `spec.kafka.config` that begins with one of these is left out by Strimzi ... */
  forbidden: z.array(z.string()).min(1),
  /** ... unless it is one of these. */
  exceptions: z.array(z.string()).min(1),
});
export type ConfigPrefixes = z.infer<typeof prefixes>;

async function folder(): Promise<string> {
  const inputs = [await pomVersion(strimziPom), ...kinds, ...options].join(' ');
  return join(cache, `strimzi-${createHash('sha256').update(inputs).digest('hex').slice(0, 12)}`);
}

/** Where the CRDs are. */
export const strimziCrds = async (): Promise<string> => join(await folder(), 'crds');

/** The rules for `spec.kafka.config`, which Strimzi's CRD does not contain. */
export async function configPrefixes(): Promise<ConfigPrefixes> {
  return prefixes.parse(JSON.parse(readFileSync(join(await folder(), 'config-prefixes.json'), 'utf8')));
}

/** Generates Strimzi's CRDs by its own generator, as its release does, unless the cache has them. */
export async function makeStrimziCrds(
  announce: (line: string) => void,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const dir = await folder();
  if (existsSync(dir)) return;
  const jdk = await findJdk(oldestJdk, "Strimzi's generator of CRDs", env);
  const jars = { product: 'Strimzi', pom: strimziPom, cost: '39 MB, once; half a minute or so' };
  const lib = join(await installJars(jars, announce), 'lib');
  makeOnce(dir, (temporary) => {
    mkdirSync(join(temporary, 'crds'));
    const wanted = kinds.map(
      (name) => `${model}.${name}=${join(temporary, 'crds', `${name.split('.')[1]}.yaml`)}`,
    );
    const generator = ['-cp', join(lib, '*'), 'io.strimzi.crdgenerator.CrdGenerator'];
    execFileSync(jdk.java, [...generator, ...options, ...wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(join(temporary, 'config-prefixes.json'), JSON.stringify(readPrefixes(jdk, lib)));
  });
}

/** The operator, which filters by these, is not published as a jar; the API that it shares has the constants. */
function readPrefixes({ javap }: Jdk, lib: string): ConfigPrefixes {
  const [api = ''] = globSync('api-*.jar', { cwd: lib });
  const args = ['-constants', '-cp', join(lib, api), `${model}.kafka.KafkaClusterSpec`];
  const text = execFileSync(javap, args, { encoding: 'utf8' });
  const listed = (name: string): string[] => {
    const value = new RegExp(`String ${name} = "(.+)";`).exec(text)?.[1];
    if (value === undefined) throw new SetupError(`Strimzi's API no longer has ${name}: ${api}`);
    return value.split(/\s*,\s*/);
  };
  return { forbidden: listed('FORBIDDEN_PREFIXES'), exceptions: listed('FORBIDDEN_PREFIX_EXCEPTIONS') };
}
