import { createReadStream, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { type InlineHashes, inlineHashesOf, pagePolicy } from './page-policy.ts';
import { pipeUnlessClosed } from './pipe-unless-closed.ts';
import { replyProblem } from './problem-reply.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

const missing = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cupcakery</title>
<h1>The web app is not built yet</h1><p>Run <code>make up</code>, which builds it, or <code>npm run build -w web</code>,
and load this page again. The APIs work without it: <a href="/graphql">/graphql</a>, <a href="/docs">/docs</a>.</p></html>`;

/**
 * Serves the built web app from `dir`: hashed files under /assets/ may be cached without a limit, the page never,
 * and any path without a file extension is the page (the app has its own routes). Problem details for a wrong method
 * (405), a path that cannot be decoded (400) or an unknown file (404); 503 with a hint while the app is not built.
 *
 * @param options.connectTo other origins that the page may request something of, see `pagePolicy`
 *
 * Not sirv 3: it pipes a file without an error listener, so a file that a rebuild removes between look-up and read would
 * end the process. Not serve-static of @hono/node-server 2: it refuses every path with an escape, which the app's own
 * routes may have. Both look files up synchronously, and leave the replies and headers above to the caller anyway.
 */
export async function replyStatic(
  dir: string,
  request: IncomingMessage,
  response: ServerResponse,
  { connectTo = [] }: { connectTo?: readonly string[] } = {},
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return replyProblem(response, 405, 'Method not allowed', 'This path only serves the web app.');
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined) return replyProblem(response, 400, 'Bad request', 'The path cannot be decoded.');
  const isPage = extname(path) === '';
  const file = join(dir, isPage ? 'index.html' : path);
  const found = file.startsWith(dir + sep) ? await fileAt(file) : undefined;
  if (!found && !isPage) return replyProblem(response, 404, 'Not found', `There is no ${path}.`);

  const sent = found && (await compressed(file, found.size, request.headers['accept-encoding']));
  const inline = found && extname(file) === '.html' ? await inlineOf(file, found.mtimeMs) : none;
  const type = types[extname(file)] ?? 'application/octet-stream';
  const cache = path.startsWith('/assets/') && !isPage ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(found ? 200 : 503, {
    'content-type': type,
    'cache-control': cache,
    'content-security-policy': pagePolicy(request.headers.host ?? '', inline, connectTo),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    vary: 'accept-encoding',
    ...(sent?.encoding ? { 'content-encoding': sent.encoding } : {}),
    'content-length': sent?.size ?? Buffer.byteLength(missing),
  });
  if (request.method === 'HEAD') response.end();
  else if (sent === undefined) response.end(missing);
  else pipeUnlessClosed(createReadStream(sent.file), response);
}

const none: InlineHashes = { styles: [], scripts: [] };
const knownPages = new Map<string, { mtimeMs: number; hashes: InlineHashes }>();

/** The hashes of what the page has inline; read again only when the file has changed. */
async function inlineOf(file: string, mtimeMs: number): Promise<InlineHashes> {
  const known = knownPages.get(file);
  if (known?.mtimeMs === mtimeMs) return known.hashes;
  try {
    const hashes = inlineHashesOf(await readFile(file, 'utf8'));
    knownPages.set(file, { mtimeMs, hashes });
    return hashes;
  } catch {
    // Removed by a rebuild since it was looked up: the page fails below as it did without this.
    return none;
  }
}

type Sent = { file: string; size: number; encoding?: string };

/** The smallest encoding that the build left beside the file and the client accepts. */
async function compressed(
  file: string,
  size: number,
  accepted: string | string[] | undefined,
): Promise<Sent> {
  const names = String(accepted ?? '')
    .split(',')
    .map((one) => one.trim().split(';')[0]);
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    const small = names.includes(encoding) ? await fileAt(file + ending) : undefined;
    if (small) return { file: file + ending, size: small.size, encoding };
  }
  return { file, size };
}

function pathOf(url: string): string | undefined {
  try {
    return normalize(decodeURIComponent(url.split('?')[0] ?? '/'));
  } catch {
    return undefined;
  }
}

async function fileAt(file: string): Promise<Stats | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found : undefined;
  } catch {
    return undefined;
  }
}
