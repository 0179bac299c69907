import type { ServerResponse } from 'node:http';

/** Answers with problem details (RFC 9457), as the services do. */
export function replyProblem(response: ServerResponse, status: number, title: string, detail: string): void {
  if (response.headersSent) {
    // The status is already sent; only a cut connection can still show that the body is incomplete.
    response.destroy();
    return;
  }
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 502 ? { 'retry-after': '1' } : {}),
  };
  response.writeHead(status, headers);
  response.end(JSON.stringify({ type: 'about:blank', title, status, detail }));
}
