import type { ServerResponse } from 'node:http';
import { joinMetrics, type MetricsText } from './join-metrics.ts';

export type MetricsSource = { name: string; adminPort: number };

/** Answers with the metrics of all services as they are now; a service that does not answer is `up 0`. */
export async function replyMetrics(sources: MetricsSource[], response: ServerResponse): Promise<void> {
  const unreachable: string[] = [];
  const scrapes = sources.map(async ({ name, adminPort }): Promise<MetricsText[]> => {
    try {
      const url = `http://127.0.0.1:${adminPort}/metrics`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return [{ service: name, text: await answer.text() }];
    } catch {
      unreachable.push(name);
      return [];
    }
  });
  const answered = (await Promise.all(scrapes)).flat();
  response.writeHead(200, {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(joinMetrics(answered, unreachable));
}
