import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The page is built into output/, which build.mjs moves to where the library takes it from.
// While working: 'descent lab --port 5600' serves the numbers, 'npm run dev' the page.
export default defineConfig({
    plugins: [svelte()],
    resolve: { alias: { $lib: '/src/lib' } },
    build: { outDir: 'output', target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 600 },
    server: { proxy: { '/api': { target: 'http://127.0.0.1:5600', changeOrigin: true, headers: { origin: 'http://127.0.0.1:5600' } } } },
    test: { include: ['src/**/*.test.ts'] },
});
