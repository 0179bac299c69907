import { isReady } from '@cupcakery/kit/tools/is-ready';
import { isAlive } from '../processes/identity.ts';
import { servicesOf } from '../settings/services.ts';
import type { Settings } from '../settings/settings.ts';
import { type PartState, readState } from './state.ts';

export type Status = {
  /** All parts are ready. */
  ok: boolean;
  text: string;
  /** A line for each part that is not ready. */
  missing: string[];
};

/** Describes the condition of each part. */
export async function statusOf(settings: Settings): Promise<Status> {
  const state = readState(settings);
  if (state === undefined || !isAlive(state.supervisor)) {
    const left = state?.parts.filter(({ process }) => process !== undefined && isAlive(process)) ?? [];
    const text =
      left.length > 0
        ? `The supervisor was killed; still running: ${left.map(({ name }) => name).join(', ')}. make up restores the copy, make down stops them.`
        : `Nothing runs on port ${settings.port}. Start it with make up.`;
    return { ok: false, text, missing: [text] };
  }
  const adminPorts = new Map(servicesOf(settings).map(({ name, adminPort }) => [name, adminPort]));
  const nameWidth = Math.max(16, ...state.parts.map(({ name }) => name.length));
  const rows = await Promise.all(
    state.parts.map(async (part) => {
      const adminPort = adminPorts.get(part.name);
      const ready = part.state === 'running' && (adminPort === undefined || (await isReady(adminPort)));
      return { ready, line: describe(part, ready, nameWidth) };
    }),
  );
  const ok = state.phase === 'ready' && rows.every((row) => row.ready);
  const heading = `http://localhost:${settings.port} is ${ok ? 'ready' : state.phase === 'ready' ? 'incomplete' : state.phase}`;
  const lines = rows.map((row) => row.line);
  const missing = rows.filter((row) => !row.ready).map((row) => row.line);
  return { ok, missing, text: [`${heading} (supervisor pid ${state.supervisor.pid})`, ...lines].join('\n') };
}

function describe(part: PartState, ready: boolean, nameWidth: number): string {
  const condition = ready ? 'ready' : part.state === 'running' ? 'not ready' : part.state;
  const pid = part.process ? `pid ${part.process.pid}` : '';
  const restarts = part.restarts > 0 ? `restarts ${part.restarts}, last: ${part.lastExit}` : '';
  const retry = part.retryAt ? `(next try ${part.retryAt})` : '';
  return `  ${[part.name.padEnd(nameWidth), condition.padEnd(10), pid.padEnd(12), restarts, retry].join(' ')}`.trimEnd();
}
