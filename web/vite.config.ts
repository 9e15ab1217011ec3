import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import IntlMessageFormat from 'intl-messageformat'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const server = process.env['EXEAT_URL'] ?? 'http://127.0.0.1:8080'

/** The order of the style layers holds for all styles, whichever file comes first. */
function layers_first(): Plugin {
  return {
    name: 'layers-first',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `@layer tokens,base,ui;${String(file.source)}`
      }
    },
  }
}

/** Sentences are read when the pages are built, so that no page carries the parser. */
function messages_read(): Plugin {
  const read = (message: string) => (/[{']/.test(message) ? new IntlMessageFormat(message, 'en').getAst() : message)
  return {
    name: 'messages-read',
    enforce: 'pre',
    transform: {
      filter: { id: /\/i18n\/locales\/\w+\.json$/ },
      handler: (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, string>).map(([key, message]) => [key, read(message)]))),
    },
  }
}

/** `vite build --mode gallery` builds the parts instead of the pages, for the browser tests. */
function gallery(): Plugin {
  let is_wanted = false
  return {
    name: 'gallery',
    config: (_config, { mode }) => {
      is_wanted = mode === 'gallery'
    },
    transformIndexHtml: { order: 'pre', handler: (html) => (is_wanted ? html.replace('/src/main.tsx', '/src/gallery/main.tsx') : html) },
  }
}

/** Beside each text file a packed one, which the server sends to browsers that take it. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    enforce: 'post',
    // Not before the files are written: the bundler still changes them when it has made them.
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle)) {
        const path = join(options.dir ?? '', name)
        if (/\.(js|css)$/.test(name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
      }
    },
  }
}

// Everything is served by exeat itself under a strict policy: no inline script, no inline style, nothing from elsewhere.
export default defineConfig({
  plugins: [react(), messages_read(), gallery(), layers_first(), packed()],
  resolve: {
    alias: [
      { find: '@', replacement: fileURLToPath(new URL('src', import.meta.url)) },
      { find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' },
    ],
  },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One style sheet: a page that comes later finds its styles here, and the order of layers is that of main.tsx.
    cssCodeSplit: false,
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
  // The server checks where unsafe requests come from, so they have to look like its own.
  server: {
    proxy: {
      '^/(api|d)/': {
        target: server,
        changeOrigin: true,
        configure: (proxy) => proxy.on('proxyReq', (request) => request.getHeader('origin') && request.setHeader('origin', server)),
      },
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: [] },
})
