/** Versions of foreign programs. Those that Go builds are in test-cluster/programs/go.mod as well; a test compares. */
export const versions = {
  kubernetes: '1.34.4',
  helm: '3.19.5',
  kubeconform: '0.7.0',
  kubeScore: '1.20.0',
  npm: '11.6.2',
  /** Of their CRDs; their programs do not run here. Strimzi's is in test-cluster/artifacts/strimzi-pom.xml. */
  prometheusOperator: '0.85.0',
  gatewayApi: '1.4.0',
  keda: '2.17.2',
  certManager: '1.19.4',
  skaffold: '2.13.2',
};
