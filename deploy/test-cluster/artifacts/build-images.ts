import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, images, imageTag, paths, root, secondImageTag } from '../settings/settings.ts';
import { authorities, baseImage, buildBaseImage } from './base-image.ts';
import { startDocker } from './docker.ts';

/** Images of one program that needs nothing else. */
const bare = { coredns: 'docker.io/local/coredns:1', pause: 'docker.io/local/pause:1' };
export const systemImages = bare;

/**
 * Builds the project's images with its own Dockerfile, and the two that a node needs.
 * @returns a tar of them all, as `docker save` writes it
 */
export async function buildImages(announce: (line: string) => void, env: NodeJS.ProcessEnv): Promise<string> {
  const base = buildBaseImage(announce, env);
  announce('Building the images ...');
  const docker = await startDocker(env);
  try {
    if (docker.output(['image', 'ls', '-q', baseImage]) === '') {
      docker.run(['import', '--change', `ENV NODE_EXTRA_CA_CERTS=/${authorities}`, base, baseImage]);
    }
    for (const [program, name] of Object.entries(bare)) {
      const file = `FROM scratch\nCOPY ${program} /${program}\nENTRYPOINT ["/${program}"]\n`;
      docker.run(['build', '-q', '-t', name, '-f', '-', `${paths.bin}/`], file);
    }
    const names = Object.entries(images).flatMap(([target, { repository }]) => {
      const name = `${repository}:${imageTag}`;
      const chosen = ['--build-arg', `NODE_IMAGE=${baseImage}`, '--target', target, '-t', name];
      docker.run(['build', '-q', '--network=host', '-f', join(root, 'deploy/Dockerfile'), ...chosen, root]);
      const second = `${repository}:${secondImageTag}`;
      docker.run(['tag', name, second]);
      return [name, second];
    });
    mkdirSync(paths.images, { recursive: true });
    const tar = join(paths.images, 'all.tar');
    rmSync(tar, { force: true });
    docker.run(['save', '-o', tar, ...names, ...Object.values(bare)]);
    return tar;
  } finally {
    await docker.stop();
    rmSync(join(cache, 'docker-exec'), { recursive: true, force: true });
  }
}
