import {
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  CustomObjectsApi,
  DiscoveryV1Api,
  KubeConfig,
} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();

/** API clients by group. */
export const clients = {
  core: config.makeApiClient(CoreV1Api),
  apps: config.makeApiClient(AppsV1Api),
  autoscaling: config.makeApiClient(AutoscalingV2Api),
  discovery: config.makeApiClient(DiscoveryV1Api),
  custom: config.makeApiClient(CustomObjectsApi),
};

/** Whether an error has this HTTP status: 409 exists already, 404 does not exist. */
export function hasStatusCode(error: unknown, code: 404 | 409): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
