import { isReady } from '@cupcakery/kit/testing/is-ready';
import { servicesOf } from './services.ts';
import type { Settings } from './settings.ts';
import { isAlive } from './supervisor/identity.ts';
import { type PartState, readState } from './supervisor/state.ts';

/** Tells how each part is; `ok` when all are ready. */
export const statusOf = async (settings: Settings): Promise<{ ok: boolean; text: string }> => {
  const state = readState(settings);
  if (state === undefined || !isAlive(state.supervisor)) {
    const left = state?.parts.filter(({ process }) => process !== undefined && isAlive(process)) ?? [];
    const text =
      left.length > 0
        ? `The supervisor was killed; still running: ${left.map(({ name }) => name).join(', ')}. make up puts it right, make down ends them.`
        : `Nothing runs on port ${settings.port}. Start it with make up.`;
    return { ok: false, text };
  }
  const adminPorts = new Map(servicesOf(settings).map(({ name, adminPort }) => [name, adminPort]));
  const rows = await Promise.all(
    state.parts.map(async (part) => {
      const adminPort = adminPorts.get(part.name);
      const ready = part.state === 'running' && (adminPort === undefined || (await isReady(adminPort)));
      return { ready, line: describe(part, ready) };
    }),
  );
  const ok = state.phase === 'ready' && rows.every((row) => row.ready);
  const heading = `http://localhost:${settings.port} is ${ok ? 'ready' : state.phase === 'ready' ? 'not whole' : state.phase}`;
  const lines = rows.map((row) => row.line);
  return { ok, text: [`${heading} (supervisor pid ${state.supervisor.pid})`, ...lines].join('\n') };
};

const describe = (part: PartState, ready: boolean): string => {
  const condition = ready ? 'ready' : part.state === 'running' ? 'not ready' : part.state;
  const pid = part.process ? `pid ${part.process.pid}` : '';
  const restarts = part.restarts > 0 ? `restarts ${part.restarts}, last: ${part.lastExit}` : '';
  const retry = part.retryAt ? `next try ${part.retryAt}` : '';
  return `  ${[part.name.padEnd(16), condition.padEnd(10), pid.padEnd(12), restarts, retry].join(' ')}`.trimEnd();
};
