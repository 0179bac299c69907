import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { addresses, nodeName, paths } from '../settings/settings.ts';

type Use = 'clientAuth' | 'serverAuth' | 'clientAuth,serverAuth';

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: paths.pki, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

/** Makes all keys, certificates and client configurations of the cluster; they are worth nothing outside of it. */
export function makeCertificates(): void {
  mkdirSync(paths.pki, { recursive: true, mode: 0o700 });
  for (const name of ['ca', 'front-proxy-ca']) makeAuthority(name);
  const inCluster = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  const own = ['localhost', '127.0.0.1', addresses.apiService, addresses.node];
  sign('apiserver', 'ca', '/CN=kube-apiserver', 'serverAuth', [...inCluster, ...own]);
  sign('apiserver-kubelet-client', 'ca', '/O=system:masters/CN=kube-apiserver-kubelet-client', 'clientAuth');
  sign('front-proxy-client', 'front-proxy-ca', '/CN=front-proxy-client', 'clientAuth');
  const kubelet = [nodeName, addresses.node, '127.0.0.1'];
  sign('kubelet', 'ca', `/O=system:nodes/CN=system:node:${nodeName}`, 'clientAuth,serverAuth', kubelet);
  sign('admin', 'ca', '/O=system:masters/CN=kubernetes-admin', 'clientAuth');
  for (const name of ['kube-controller-manager', 'kube-scheduler', 'kube-proxy']) {
    sign(name, 'ca', `/CN=system:${name}`, 'clientAuth');
  }
  for (const name of ['admin', 'kubelet', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy']) {
    writeKubeconfig(name);
  }
  openssl('genrsa', '-out', 'service-accounts.key', '2048');
  openssl('rsa', '-in', 'service-accounts.key', '-pubout', '-out', 'service-accounts.pub');
}

function makeAuthority(name: string): void {
  key(name);
  const extensions = [
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=critical,keyCertSign,cRLSign,digitalSignature',
  ];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  const subject = ['-subj', `/CN=${name}`, '-days', '365'];
  openssl('req', '-x509', '-new', '-key', `${name}.key`, ...subject, '-out', `${name}.crt`, ...added);
}

/** @param names DNS names and addresses of a server */
export function sign(name: string, authority: string, subject: string, use: Use, names: string[] = []): void {
  key(name);
  openssl('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
  const alternatives = names.map((one) => (/^[\d.]+$/.test(one) ? `IP:${one}` : `DNS:${one}`)).join(',');
  const lines = [
    'keyUsage=critical,digitalSignature,keyEncipherment',
    `extendedKeyUsage=${use}`,
    ...(alternatives === '' ? [] : [`subjectAltName=${alternatives}`]),
  ];
  writeFileSync(join(paths.pki, `${name}.ext`), lines.join('\n'));
  const signing = [
    '-CA',
    `${authority}.crt`,
    '-CAkey',
    `${authority}.key`,
    '-CAcreateserial',
    '-days',
    '365',
  ];
  openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-extfile', `${name}.ext`, '-out', `${name}.crt`);
}

/** In PKCS 8, which Kafka reads as well. */
const key = (name: string): string =>
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);

function writeKubeconfig(name: string): void {
  const data = (file: string): string => readFileSync(join(paths.pki, file)).toString('base64');
  const server = `https://127.0.0.1:${addresses.apiPort}`;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': data('ca.crt') } }],
    users: [
      {
        name,
        user: { 'client-certificate-data': data(`${name}.crt`), 'client-key-data': data(`${name}.key`) },
      },
    ],
    contexts: [{ name: 'test', context: { cluster: 'test', user: name } }],
    'current-context': 'test',
  };
  writeFileSync(join(paths.pki, `${name}.kubeconfig`), stringify(config), { mode: 0o600 });
}
