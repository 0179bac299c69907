import { join } from 'node:path';
import { addresses, paths, run } from '../settings/settings.ts';
import { startInside, succeedsInside, waitFor } from './namespace.ts';

const pki = (file: string): string => join(paths.pki, file);
const flags = (values: Record<string, string | number | boolean>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

const etcdUrl = 'http://127.0.0.1:2379';

/** How autoscalers behave here: far more often than by default (15 s), so that a test need not wait for them. */
export const autoscaling = { syncSeconds: 2, downscaleStabilizationSeconds: 15 };

/** Starts etcd, the API server, the controllers and the scheduler, and waits until they work. */
export async function startControlPlane(env: NodeJS.ProcessEnv): Promise<void> {
  const peer = 'http://127.0.0.1:2380';
  const etcd = {
    name: 'test',
    'data-dir': join(run, 'etcd'),
    'listen-client-urls': etcdUrl,
    'advertise-client-urls': etcdUrl,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `test=${peer}`,
    // A throw-away cluster need not survive a power cut.
    'unsafe-no-fsync': true,
  };
  startInside('etcd', ['etcd', ...flags(etcd)], env);
  await waitFor('etcd is healthy', 60, () => succeedsInside(['curl', '-sf', `${etcdUrl}/health`], env));
  startApiServer(env);
  await apiServerReady(env);

  const controllers = {
    ...clientOf('kube-controller-manager'),
    'service-account-private-key-file': pki('service-accounts.key'),
    'root-ca-file': pki('ca.crt'),
    'cluster-signing-cert-file': pki('ca.crt'),
    'cluster-signing-key-file': pki('ca.key'),
    'use-service-account-credentials': true,
    'allocate-node-cidrs': false,
    'service-cluster-ip-range': addresses.services,
    'horizontal-pod-autoscaler-sync-period': `${autoscaling.syncSeconds}s`,
    'horizontal-pod-autoscaler-downscale-stabilization': `${autoscaling.downscaleStabilizationSeconds}s`,
  };
  startInside('kube-controller-manager', ['kube-controller-manager', ...flags(controllers)], env);
  startInside('kube-scheduler', ['kube-scheduler', ...flags(clientOf('kube-scheduler'))], env);
  await waitFor('the controllers are up', 90, () =>
    succeedsInside(['curl', '-skf', 'https://127.0.0.1:10257/healthz'], env),
  );
  await waitFor('the scheduler is up', 90, () =>
    succeedsInside(['curl', '-skf', 'https://127.0.0.1:10259/readyz'], env),
  );
  await waitFor('accounts are made', 60, () =>
    succeedsInside(['kubectl', 'get', 'serviceaccount', 'default'], env),
  );
}

/** Starts the API server alone: also after a test has ended it. */
export function startApiServer(env: NodeJS.ProcessEnv): void {
  const apiServer = {
    'etcd-servers': etcdUrl,
    'bind-address': '0.0.0.0',
    'secure-port': addresses.apiPort,
    'advertise-address': addresses.node,
    'service-cluster-ip-range': addresses.services,
    'tls-cert-file': pki('apiserver.crt'),
    'tls-private-key-file': pki('apiserver.key'),
    'client-ca-file': pki('ca.crt'),
    'service-account-key-file': pki('service-accounts.pub'),
    'service-account-signing-key-file': pki('service-accounts.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'kubelet-client-certificate': pki('apiserver-kubelet-client.crt'),
    'kubelet-client-key': pki('apiserver-kubelet-client.key'),
    'kubelet-certificate-authority': pki('ca.crt'),
    'kubelet-preferred-address-types': 'InternalIP',
    // By these the API server shows itself to the metrics API of the lag exporter.
    'requestheader-client-ca-file': pki('front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'proxy-client-cert-file': pki('front-proxy-client.crt'),
    'proxy-client-key-file': pki('front-proxy-client.key'),
    'enable-aggregator-routing': true,
    'endpoint-reconciler-type': 'lease',
    profiling: false,
    // Debian's etcd 3.4 cannot report sizes; the API server would log that without end.
    'feature-gates': 'SizeBasedListCostEstimate=false',
  };
  startInside('kube-apiserver', ['kube-apiserver', ...flags(apiServer)], env);
}

export function apiServerReady(env: NodeJS.ProcessEnv): Promise<void> {
  return waitFor('the API server is ready', 120, () =>
    succeedsInside(['kubectl', 'get', '--raw', '/readyz'], env),
  );
}

function clientOf(name: string): Record<string, string | boolean> {
  const kubeconfig = pki(`${name}.kubeconfig`);
  return {
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'leader-elect': false,
    'bind-address': '127.0.0.1',
  };
}
