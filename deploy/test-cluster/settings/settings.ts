import { join } from 'node:path';
import { cacheDir } from '@cupcakery/local/toolbox/cache-dir';

/** The repository's folder. */
export { root } from '@cupcakery/local/toolbox/repository';
/** What is built or fetched once, for every checkout. */
export const cache = join(cacheDir(), 'cluster');
/**
 * All that one cluster keeps; gone with it. Not in the checkout: sockets' names may have 107 letters, and the
 * containers' file systems are overlays, which do not work on every file system that holds sources.
 */
export const run = join(cache, 'run');

/** Addresses inside the cluster's own network namespace: nothing outside can see them, so they never clash. */
export const addresses = {
  /** On a bridge without ports, for want of a dummy device in small kernels. */
  node: '10.88.0.1',
  pods: '10.244.0.0/24',
  services: '10.96.0.0/16',
  apiService: '10.96.0.1',
  dns: '10.96.0.10',
  apiPort: 6443,
};
export const nodeName = 'test-node';

export const paths = {
  bin: join(cache, 'bin'),
  pki: join(run, 'pki'),
  logs: join(run, 'logs'),
  pids: join(run, 'pids'),
  kubeconfig: join(run, 'pki', 'admin.kubeconfig'),
  containerdSocket: join(run, 'containerd.sock'),
  images: join(cache, 'images'),
};

/** The images of the project as the cluster knows them, by target of the Dockerfile; never pulled. */
export const images = {
  services: { repository: 'docker.io/local/cupcakery-services' },
  web: { repository: 'docker.io/local/cupcakery-web' },
} as const;
export const imageTag = 'test';
/** The same programs under another name, for an upgrade that changes nothing else. */
export const secondImageTag = 'test-2';
