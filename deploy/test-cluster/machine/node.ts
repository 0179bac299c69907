import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { systemImages } from '../artifacts/build-images.ts';
import { addresses, nodeName, paths, run } from '../settings/settings.ts';
import { podGroup } from './control-groups.ts';
import { runInside, startInside, succeedsInside, waitFor } from './namespace.ts';

const pki = (file: string): string => join(paths.pki, file);
const ctr = ['ctr', '--address', paths.containerdSocket, '--namespace', 'k8s.io'];

/** Starts containerd with the images, the kubelet and kube-proxy, and waits until the node is ready. */
export async function startNode(imagesTar: string, env: NodeJS.ProcessEnv): Promise<void> {
  const config = join(run, 'config');
  mkdirSync(join(config, 'cni'), { recursive: true });
  const write = (name: string, content: string): string => {
    writeFileSync(join(config, name), content);
    return join(config, name);
  };
  write('cni/10-bridge.conflist', JSON.stringify(podNetwork));
  // Pods use no name server but the cluster's own.
  write('resolv.conf', '');
  startInside(
    'containerd',
    ['containerd', '--config', write('containerd.toml', containerd(join(config, 'cni')))],
    env,
  );
  await waitFor('containerd answers', 30, () => succeedsInside([...ctr, 'version'], env));
  loadImages(imagesTar, env);
  const kubeletArgs = [
    `--config=${write('kubelet.yaml', stringify(kubelet(join(config, 'resolv.conf'))))}`,
    `--kubeconfig=${pki('kubelet.kubeconfig')}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${addresses.node}`,
    `--root-dir=${join(run, 'kubelet')}`,
    `--cert-dir=${join(run, 'kubelet-pki')}`,
  ];
  startInside('kubelet', ['kubelet', ...kubeletArgs], env);
  startInside(
    'kube-proxy',
    ['kube-proxy', `--config=${write('kube-proxy.yaml', stringify(kubeProxy))}`],
    env,
  );
  const ready = ['kubectl', 'wait', '--for=condition=Ready', `node/${nodeName}`, '--timeout=1s'];
  await waitFor('the node is ready', 120, () => succeedsInside(ready, env));
}

/** Imports images into the node; pods that start from now on run them. */
export function loadImages(imagesTar: string, env: NodeJS.ProcessEnv): string {
  return runInside([...ctr, 'images', 'import', imagesTar], env);
}

const podNetwork = {
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      ipMasq: false,
      hairpinMode: true,
      ipam: {
        type: 'host-local',
        dataDir: join(run, 'addresses'),
        ranges: [[{ subnet: addresses.pods }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

const containerd = (cni: string): string => `version = 2
root = "${run}/containerd/root"
state = "${run}/containerd/state"
oom_score = 0
disabled_plugins = [
  "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp",
]
[grpc]
  address = "${paths.containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${systemImages.pause}"
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  # Without CAP_SYS_RESOURCE the score cannot be lowered, and every sandbox would die at once.
  restrict_oom_score_adj = true
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${cni}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        BinaryName = "/usr/sbin/runc"
`;

const kubelet = (resolvConf: string) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: '0.0.0.0',
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: pki('ca.crt') },
  },
  authorization: { mode: 'Webhook' },
  tlsCertFile: pki('kubelet.crt'),
  tlsPrivateKeyFile: pki('kubelet.key'),
  clusterDomain: 'cluster.local',
  clusterDNS: [addresses.dns],
  cgroupDriver: 'cgroupfs',
  cgroupRoot: podGroup,
  // Kernels that still offer version 1 alone.
  failCgroupV1: false,
  failSwapOn: false,
  containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
  resolvConf,
  podLogsDir: join(run, 'pod-logs'),
  volumePluginDir: join(run, 'volume-plugins'),
  imageGCHighThresholdPercent: 100,
  // A test machine's disk may be nearly full, which says nothing about the pods.
  evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  nodeStatusUpdateFrequency: '5s',
  syncFrequency: '10s',
  readOnlyPort: 0,
  // Kernels without some match modules fail at rules that only other tools would use.
  makeIPTablesUtilChains: false,
});

const kubeProxy = {
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'iptables',
  clientConnection: { kubeconfig: pki('kube-proxy.kubeconfig') },
  clusterCIDR: addresses.pods,
  hostnameOverride: nodeName,
  bindAddress: addresses.node,
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  // The limits of connection tracking belong to the machine and must not be changed.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  iptables: { localhostNodePorts: false, minSyncPeriod: '0s', syncPeriod: '30s' },
};
