import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev -w web` shows the sources against a running local system (`make up`).
const target = process.env.CUPCAKERY_URL ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    // The Content-Security-Policy allows no inline script, and a preload polyfill nobody needs is not sent.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/graphql': { target, ws: true, changeOrigin: true } },
  },
});
