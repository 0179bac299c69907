import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, defineConfig, type Plugin } from 'vite';

/** The licences of all that is bundled, which most of them demand. Nobody needs them without the server. */
const licences = 'licences.txt';

/** Leaves a compressed form beside each text file, once, so that no server has to compress at each request. */
const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  writeBundle({ dir = '' }) {
    for (const name of globSync('**/*.{html,js,css,svg,txt,webmanifest}', { cwd: dir })) {
      const content = readFileSync(`${dir}/${name}`);
      writeFileSync(`${dir}/${name}.br`, brotliCompressSync(content));
      writeFileSync(`${dir}/${name}.gz`, gzipSync(content, { level: 9 }));
    }
  },
});

/**
 * Puts the early script into index.html, before everything, and lets the page be painted before its style sheets are there:
 * they are loaded as if for printing, and the app turns them on before it renders (`styles-ready.ts`). They stay in the head,
 * since those of pages that are loaded later have to come after them. The server allows the script by its hash.
 *
 * The app's files are preloaded by the same script, after its requests: a browser that has six connections to a server would
 * fill them with files first, found in the page before any script runs.
 */
const paintFirst = (): Plugin => ({
  name: 'paint-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    async handler(html) {
      const preloads: [rel: string, as: string, href: string][] = [];
      const page = html
        .replaceAll(/\s*<link rel="modulepreload" crossorigin href="([^"]+)">/g, (_, href: string) => {
          preloads.push(['modulepreload', 'script', href]);
          return '';
        })
        .replaceAll(/<link rel="stylesheet" crossorigin href="([^"]+)">/g, (_, href: string) => {
          preloads.push(['preload', 'style', href]);
          // What is for printing is loaded last; the preload is for its place in the queue.
          return `<link rel="stylesheet" crossorigin media="print" href="${href}">`;
        });
      const preload = `for(const[rel,as,href]of${JSON.stringify(preloads)})document.head.append(Object.assign(document.createElement("link"),{rel,as,href,crossOrigin:""}))`;
      const script = `<script>${await earlyScript()}${preload}</script>`;
      // As a function: the code may hold what a replacement text would mean otherwise.
      return page.replace('<meta name="viewport"', (found) => `${script}${found}`);
    },
  },
});

/** The early script as one text without imports. */
async function earlyScript(): Promise<string> {
  const input = `${import.meta.dirname}/src/early/early-start.ts`;
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    build: { write: false, target: 'es2023', rolldownOptions: { input, output: { format: 'iife' } } },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [chunk] = outputs.filter((file) => file.type === 'chunk');
  if (!chunk || outputs.length !== 1) throw new Error('the early script is not one file');
  if (chunk.code.includes('</script')) throw new Error('the early script would end its own element');
  return chunk.code.trim();
}

/** Tells the service worker what there is to keep: every file that pages need, with a hash where its name has none. */
const listForServiceWorker = (): Plugin => ({
  name: 'list-for-service-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('the build has no sw.js');
      const inPublic = globSync('*', { cwd: `${import.meta.dirname}/public` }).map((name) => ({
        url: `/${name}`,
        revision: hashOf(readFileSync(`${import.meta.dirname}/public/${name}`)),
      }));
      const built = Object.values(bundle)
        .filter((file) => file !== worker && file.fileName !== licences)
        .map((file) => ({
          url: `/${file.fileName}`,
          revision: file.fileName.startsWith('assets/')
            ? null
            : hashOf(file.type === 'chunk' ? file.code : file.source),
        }));
      worker.code = `globalThis.precacheManifest=${JSON.stringify([...built, ...inPublic])};${worker.code}`;
    },
  },
});

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);

// `npm run dev -w web` shows the sources against a running local system (`make up`).
const target = process.env.CUPCAKERY_URL ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [paintFirst(), listForServiceWorker(), compress()],
  build: {
    target: 'es2023',
    license: { fileName: licences },
    // The Content-Security-Policy allows no inline script, and a preload polyfill is not needed.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: `${import.meta.dirname}/index.html`,
        sw: `${import.meta.dirname}/src/sw/service-worker.ts`,
      },
      // A service worker rules the paths below its own, so it is at the root.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        // What the first page needs in two files and one style sheet: left alone, the build makes one of each few modules that
        // some pages share, and a browser has six connections to a server that speaks HTTP/1.1, of which two are for requests.
        codeSplitting: {
          groups: [
            {
              name: 'vendor',
              test: /node_modules\/(?!uplot|workbox|oidc-client-ts|jwt-decode|oauth4webapi|uqr)/,
              priority: 2,
            },
            {
              name: 'shared',
              test: /web\/src\/((lib|ui)\/(?!board|tickets|person|screens|segments|language-choice|theme-choice|sign-in|session\/sign-in)|lib\/board\/fit|ui\/board\/frame\/board-announcements|generated|texts\/en|app\/(?!person\/(?!who-am-i)|screens|sign-in\/(?!sign-in-parts)|main)|features\/(counter|kitchen\/overview|order\/(sending|tracking|placing|fields)))/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/config.json': { target },
      '/graphql': { target, ws: true, changeOrigin: true },
    },
  },
});
