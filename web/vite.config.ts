import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Leaves a compressed form beside each text file, once, so that no server has to compress at each request. */
const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  writeBundle({ dir = '' }) {
    for (const name of globSync('**/*.{html,js,css,svg}', { cwd: dir })) {
      const content = readFileSync(`${dir}/${name}`);
      writeFileSync(`${dir}/${name}.br`, brotliCompressSync(content));
      writeFileSync(`${dir}/${name}.gz`, gzipSync(content, { level: 9 }));
    }
  },
});

// `npm run dev -w web` shows the sources against a running local system (`make up`).
const target = process.env.CUPCAKERY_URL ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compress()],
  build: {
    target: 'es2023',
    // The Content-Security-Policy allows no inline script, and a preload polyfill is not needed.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/graphql': { target, ws: true, changeOrigin: true } },
  },
});
