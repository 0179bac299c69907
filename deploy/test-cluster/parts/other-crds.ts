import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '@cupcakery/local/setup-error';
import { z } from 'zod';
import { cache, versions } from '../settings.ts';

/** A Go module and, of all that it holds, the CRDs of the kinds that the charts have. */
type Source = { module: string; version: string; dir: string; files: string[] };

const sources: Source[] = [
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: versions.prometheusOperator,
    dir: 'example/prometheus-operator-crd',
    files: ['monitoring.coreos.com_podmonitors.yaml', 'monitoring.coreos.com_prometheusrules.yaml'],
  },
  {
    module: 'sigs.k8s.io/gateway-api',
    version: versions.gatewayApi,
    dir: 'config/crd/standard',
    files: ['gateway.networking.k8s.io_gateways.yaml', 'gateway.networking.k8s.io_httproutes.yaml'],
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: versions.keda,
    dir: 'config/crd/bases',
    files: ['keda.sh_scaledobjects.yaml', 'keda.sh_triggerauthentications.yaml'],
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: versions.certManager,
    dir: 'deploy/crds',
    files: ['cert-manager.io_certificates.yaml', 'cert-manager.io_issuers.yaml'],
  },
];

const key = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 12);

/** Where the CRDs of other programs than Strimzi are. */
export const otherCrds = join(cache, `crds-${key}`);

const download = z.object({ Dir: z.string().optional(), Error: z.string().optional() });

/** Fetches them with Go, which checks what it fetches against the public checksums, unless the cache has them. */
export function fetchOtherCrds(say: (line: string) => void, env: NodeJS.ProcessEnv): void {
  if (existsSync(otherCrds)) return;
  say('Fetching the CRDs of the Prometheus operator, Gateway API, KEDA and cert-manager, once ...');
  const temporary = `${otherCrds}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  try {
    for (const { module, version, dir, files } of sources) {
      const from = join(moduleFolder(`${module}@v${version}`, env), dir);
      for (const file of files) copyFileSync(join(from, file), join(temporary, file));
    }
    renameSync(temporary, otherCrds);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function moduleFolder(module: string, env: NodeJS.ProcessEnv): string {
  // In a folder of no module, so that none has this one as its dependency afterwards.
  const { stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', module], {
    cwd: cache,
    env: { ...env, GOFLAGS: '-mod=mod' },
    encoding: 'utf8',
  });
  const told = download.safeParse(stdout?.trim() ? JSON.parse(stdout) : {});
  if (told.success && told.data.Dir !== undefined) return told.data.Dir;
  const reason = (told.success && told.data.Error) || stderr?.trim() || 'go does not run';
  throw new SetupError(
    `Go could not fetch ${module}: ${reason}. If it is not Go's age, check the network; then run the same command again.`,
  );
}
