import { svelte } from '@sveltejs/vite-plugin-svelte';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { defineConfig, type Plugin } from 'vite';

// The math font is for formulas, which a report has none of.
const withoutMath: Plugin = {
    name: 'without-math',
    enforce: 'pre',
    transform: (code, id) => (id.endsWith('tokens.css') ? code.replace(/@font-face \{[^}]*STIX[^}]*\}/, '') : undefined),
};

// One page that holds everything: the library puts the run's document where the text "DESCENT REPORT" stands.
export default defineConfig({
    plugins: [withoutMath, svelte(), viteSingleFile({ removeViteModuleLoader: true })],
    resolve: { alias: { $lib: '/src/lib' } },
    publicDir: false,
    build: {
        outDir: 'output',
        emptyOutDir: false,
        target: 'es2023',
        modulePreload: false,
        assetsInlineLimit: 1 << 20,
        chunkSizeWarningLimit: 2000,
        rolldownOptions: { input: 'report.html' },
    },
});
