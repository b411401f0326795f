import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where `npm run dev` finds a collector, called by its own name: it refuses others. */
const toCollector = { target: process.env.TRACKER_URL ?? 'http://127.0.0.1:4318', changeOrigin: true }

/** The theme is set by the script: nothing is painted before, so that a dark page never flashes white. */
const paintAfterScript: Plugin = {
  name: 'paint-after-script',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
}

// The Content-Security-Policy forbids inline scripts, inline styles and fonts in `data:` URLs: everything is a file of its own.
export default defineConfig({
  plugins: [react(), tailwindcss(), paintAfterScript],
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: 'THIRD-PARTY.md' },
    // Before compression. What counts is the first load, under 300 KB compressed.
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': toCollector, '/v1': toCollector } },
})
