/**
 * What is shipped: an image, the stage of deploy/Dockerfile that installs for it, and the workspaces whose production
 * dependencies are in it. A test compares them with the Dockerfile.
 */
export type ShippedImage = { name: string; installedBy: string; workspaces: readonly string[] };

const workspaces = (names: readonly string[]): string[] => names.map((name) => `@cupcakery/${name}`);

export const shippedImages: readonly ShippedImage[] = [
  {
    name: 'services',
    installedBy: 'service-modules',
    workspaces: workspaces([
      ...[
        'order-api',
        'order-processor',
        'stage-worker',
        'gateway',
        'lag-exporter',
        'demo-identity-provider',
        'shop',
      ],
      ...['kit', 'workflow', 'collections'],
    ]),
  },
  {
    name: 'web',
    installedBy: 'web-modules',
    // The app's own dependencies are bundled into its files, so they count.
    workspaces: workspaces(['web', 'client', 'web-server', 'kit']),
  },
];
