import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { versions } from '../../versions/versions.ts';
import { cache } from '../settings/settings.ts';
import { moduleFolder } from './go-module.ts';

/** The newest version of skaffold.yaml that this Skaffold reads, and the file of its schema in the cache. */
export const skaffoldSchema = {
  apiVersion: 'v4beta11',
  file: join(cache, `skaffold-${versions.skaffold}-v4beta11.json`),
};

/** Fetches the schema, which lies in Skaffold's Go module, unless the cache has it. */
export function fetchSkaffoldSchema(announce: (line: string) => void, env: NodeJS.ProcessEnv): void {
  const { apiVersion, file } = skaffoldSchema;
  if (existsSync(file)) return;
  announce("Fetching Skaffold's schema, once ...");
  const module = moduleFolder(`github.com/GoogleContainerTools/skaffold/v2@v${versions.skaffold}`, env);
  copyFileSync(join(module, 'docs-v2/content/en/schemas', `${apiVersion}.json`), `${file}.part`);
  renameSync(`${file}.part`, file);
}
