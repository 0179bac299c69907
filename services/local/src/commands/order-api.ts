import { webConfigSchema } from '@cupcakery/kit/auth/web-config';
import type { Settings } from '../settings/settings.ts';
import { demoTokensOf } from '../settings/sign-in.ts';

/** Where the running copy takes orders, with the demo's tokens where it was started with AUTH=required. */
export async function orderApiOf(
  settings: Settings,
  signal: AbortSignal,
): Promise<{ url: string; token?: (signal: AbortSignal) => Promise<string> }> {
  const url = `http://localhost:${settings.port}`;
  const needed = await fetch(`${url}/config.json`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
  })
    .then(async (answer) => !webConfigSchema.parse(await answer.json()).localAccess)
    // It does not run, or not yet: the demo says so itself.
    .catch(() => false);
  return needed ? { url, token: demoTokensOf(settings).token } : { url };
}
