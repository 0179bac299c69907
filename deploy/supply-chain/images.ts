/** What is shipped: an image, and the workspaces whose production dependencies are in it. A test compares the Dockerfiles. */
export type ShippedImage = { name: string; dockerfile: string; workspaces: readonly string[] };

const workspaces = (names: readonly string[]): string[] => names.map((name) => `@cupcakery/${name}`);

export const shippedImages: readonly ShippedImage[] = [
  {
    name: 'services',
    dockerfile: 'deploy/Dockerfile',
    workspaces: workspaces([
      ...[
        'order-api',
        'order-processor',
        'stage-worker',
        'gateway',
        'lag-exporter',
        'demo-identity-provider',
      ],
      ...['kit', 'workflow'],
    ]),
  },
  {
    name: 'web',
    dockerfile: 'deploy/web.Dockerfile',
    // The app's own dependencies are bundled into its files, so they count.
    workspaces: workspaces(['web', 'client', 'web-server', 'kit']),
  },
];
