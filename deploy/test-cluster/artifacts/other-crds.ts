import { createHash } from 'node:crypto';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { versions } from '../../versions/versions.ts';
import { cache } from '../settings/settings.ts';
import { moduleFolder } from './go-module.ts';
import { makeOnce } from './make-once.ts';

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

/** Fetches them with Go, which checks what it fetches against the public checksums, unless the cache has them. */
export function fetchOtherCrds(announce: (line: string) => void, env: NodeJS.ProcessEnv): void {
  if (existsSync(otherCrds)) return;
  announce('Fetching the CRDs of the Prometheus operator, Gateway API, KEDA and cert-manager, once ...');
  makeOnce(otherCrds, (temporary) => {
    for (const { module, version, dir, files } of sources) {
      const from = join(moduleFolder(`${module}@v${version}`, env), dir);
      for (const file of files) copyFileSync(join(from, file), join(temporary, file));
    }
  });
}
