import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { versions } from '../../versions/versions.ts';
import { cache, paths, root } from '../settings/settings.ts';
import { makeOnce } from './make-once.ts';

const source = join(root, 'deploy/test-cluster/programs');
const packages = [
  './kube-all-in-one',
  './coredns',
  './pause',
  'helm.sh/helm/v3/cmd/helm',
  'github.com/yannh/kubeconform/cmd/kubeconform',
];
/** Needs an older Kubernetes library than the others, so it is built separately. */
const kubeScore = `github.com/zegl/kube-score/cmd/kube-score@v${versions.kubeScore}`;
/** The names under which kube-all-in-one is called. */
const kubernetesPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
];

/**
 * Builds Kubernetes, Helm, CoreDNS and the checkers with Go, unless the cache has them from the same sources and Go.
 * From nothing about 13 minutes of CPU; Go's own build cache makes the next time short.
 */
export function buildPrograms(announce: (line: string) => void, env: NodeJS.ProcessEnv): void {
  const key = keyOf(env);
  const dir = join(cache, `programs-${key}`);
  if (!existsSync(dir)) {
    announce('Building Kubernetes, Helm and CoreDNS with Go, once (7 minutes on two cores) ...');
    makeOnce(dir, (temporary) => build(temporary, env));
  }
  rmSync(paths.bin, { recursive: true, force: true });
  symlinkSync(dir, paths.bin);
}

function keyOf(env: NodeJS.ProcessEnv): string {
  const go = spawnSync('go', ['version'], { encoding: 'utf8', env });
  if (go.status !== 0) {
    throw new SetupError(
      "The test cluster's programs are built with Go 1.25 or newer, and 'go' does not run. Install it: https://go.dev/dl (Debian: apt-get install golang from backports).",
    );
  }
  const hash = createHash('sha256').update(go.stdout);
  for (const file of globSync('**/*', { cwd: source, withFileTypes: true })) {
    if (file.isFile()) hash.update(file.name).update(readFileSync(join(file.parentPath, file.name)));
  }
  return hash.digest('hex').slice(0, 12);
}

function build(temporary: string, env: NodeJS.ProcessEnv): void {
  const environment = { ...env, CGO_ENABLED: '0', GOBIN: temporary };
  for (const args of [
    ['build', '-trimpath', '-ldflags', linkerFlags(), '-o', `${temporary}/`, ...packages],
    ['install', '-trimpath', '-ldflags', '-s -w', kubeScore],
  ]) {
    const { status } = spawnSync('go', args, {
      cwd: source,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment,
    });
    if (status !== 0) {
      throw new SetupError(`go ${args[0]} failed; see above. Then run the same command again.`);
    }
  }
  for (const name of kubernetesPrograms) symlinkSync('kube-all-in-one', join(temporary, name));
}

/** The version fields of release builds; without them the API server calls itself v0.0.0 and clients refuse it. */
function linkerFlags(): string {
  const { kubernetes, helm, kubeconform } = versions;
  const [major = '', minor = ''] = kubernetes.split('.');
  const versionFields = {
    gitVersion: `v${kubernetes}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
    buildDate: '2026-01-01T00:00:00Z',
  };
  const variables = [
    ...['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((module) =>
      Object.entries(versionFields).map(([name, value]) => `${module}.${name}=${value}`),
    ),
    `helm.sh/helm/v3/internal/version.version=v${helm}`,
    // Helm renders for the Kubernetes version of its client library, unless these are set.
    `helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor=${major}`,
    `helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor=${minor}`,
    `helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=${major}`,
    `helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=${minor}`,
    `main.version=v${kubeconform}`,
  ];
  return ['-s', '-w', ...variables.map((variable) => `-X ${variable}`)].join(' ');
}
