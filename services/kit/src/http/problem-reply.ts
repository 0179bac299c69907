import type { ServerResponse } from 'node:http';

/** Answers with problem details (RFC 9457), as the services do. */
export const replyProblem = (
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
): void => {
  if (response.headersSent) {
    // The status is already sent; destroying the connection is the only way left to signal an incomplete body.
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
};
