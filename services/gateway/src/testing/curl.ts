import { spawn } from 'node:child_process';
import { collector, ordersDocument, readEvents, type Variables, type Watch } from './clients.ts';

/** Subscribes with the real curl, as in a terminal. */
export function watchCurl(url: string, { after, ...variables }: Variables): Watch {
  const collected = collector();
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const lines = Object.entries(after === undefined ? headers : { ...headers, 'last-event-id': after });
  const body = JSON.stringify({ query: ordersDocument, variables });
  const child = spawn(
    'curl',
    ['-sN', ...lines.flatMap(([name, value]) => ['-H', `${name}: ${value}`]), '-d', body, url],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  child.stdout.setEncoding('utf8');
  const ended = readEvents(child.stdout, collected).then(
    (reason) => ({ reason }),
    (error: unknown) => ({ reason: String(error) }),
  );
  return { ...collected, ended, stop: () => child.kill() };
}
