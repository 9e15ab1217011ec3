import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Everything is served by exeat itself under a strict policy: no inline script, no inline style, nothing from elsewhere.
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})
