import { isReady } from '@cupcakery/kit/tools/is-ready';
import { isAlive } from '../processes/identity.ts';
import type { Settings } from '../settings/settings.ts';
import { kafkaDataGone } from './kafka-data.ts';
import { type PartState, readState } from './state.ts';

/** Describes the condition of each part; `ok` when all are ready. */
export async function statusOf(settings: Settings): Promise<{ ok: boolean; text: string }> {
  const state = readState(settings);
  if (state === undefined || !isAlive(state.supervisor)) {
    const left = state?.parts.filter(({ process }) => process !== undefined && isAlive(process)) ?? [];
    const text =
      left.length > 0
        ? `The supervisor was killed; still running: ${left.map(({ name }) => name).join(', ')}. make up restores the copy, make down stops them.`
        : `Nothing runs on port ${settings.port}. Start it with make up.`;
    return { ok: false, text };
  }
  const rows = await Promise.all(
    state.parts.map(async (part) => {
      const { adminPort } = part;
      const ready = part.state === 'running' && (adminPort === undefined || (await isReady(adminPort)));
      return { ready, line: describe(part, ready) };
    }),
  );
  const gone = kafkaDataGone(settings);
  const ok = state.phase === 'ready' && gone === undefined && rows.every((row) => row.ready);
  const heading = `http://localhost:${settings.port} is ${ok ? 'ready' : state.phase === 'ready' ? 'incomplete' : state.phase}`;
  const lines = rows.map((row) => row.line);
  const text = [`${heading} (supervisor pid ${state.supervisor.pid})`, ...lines, ...(gone ? [gone] : [])];
  return { ok, text: text.join('\n') };
}

function describe(part: PartState, ready: boolean): string {
  const condition = ready ? 'ready' : part.state === 'running' ? 'not ready' : part.state;
  const pid = part.process ? `pid ${part.process.pid}` : '';
  const restarts = part.restarts > 0 ? `restarts ${part.restarts}, last: ${part.lastExit}` : '';
  const retry = part.retryAt ? `next try ${part.retryAt}` : '';
  return `  ${[part.name.padEnd(16), condition.padEnd(10), pid.padEnd(12), restarts, retry].join(' ')}`.trimEnd();
}
