import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

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
 * Puts the early script before everything, and lets index.html be painted before its style sheets are there: they are
 * loaded as if for printing, and the app turns them on before it renders (`styles-ready.ts`). They stay in the head, since
 * those of pages that are loaded later have to come after them.
 */
const paintFirst = (): Plugin => ({
  name: 'paint-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const early = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'early');
      if (!early) throw new Error('the build has no early script');
      // Async: a module script waits for the end of the page.
      const script = `<script type="module" async crossorigin src="/${early.fileName}"></script>`;
      return html
        .replaceAll(
          /<link rel="stylesheet" crossorigin href="([^"]+)">/g,
          // What is for printing is loaded last; the preload is for its place in the queue.
          '<link rel="preload" as="style" crossorigin href="$1"><link rel="stylesheet" crossorigin media="print" href="$1">',
        )
        .replace('<meta name="viewport"', `${script}<meta name="viewport"`);
    },
  },
});

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
        early: `${import.meta.dirname}/src/early/early-start.ts`,
        sw: `${import.meta.dirname}/src/sw/service-worker.ts`,
      },
      // A service worker rules the paths below its own, so it is at the root.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        // What every page needs in two files: left alone, the build makes one of each few modules that some pages share.
        codeSplitting: {
          groups: [
            {
              name: 'early-parts',
              test: /web\/src\/lib\/(graphql\/early|session\/(persona|stored|web-config)|storage|texts\/languages)|workflow\.graphql/,
              priority: 3,
            },
            {
              name: 'vendor',
              test: /node_modules\/(?!uplot|workbox|oidc-client-ts|jwt-decode|oauth4webapi|uqr)/,
              priority: 2,
            },
            {
              name: 'shared',
              test: /web\/src\/((lib|ui)\/(?!board|tickets|person|screens|segments|language-choice|theme-choice|sign-in|session\/sign-in)|generated|texts\/en|app\/(frame|layout\.module|connection\/(page-banner|connection-banner\.module)))/,
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
