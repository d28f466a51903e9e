import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

/** The server that is worked against. */
const proxy = Object.fromEntries(
  ['/api', '/health'].map((path) => [path, process.env.SERVER ?? 'http://127.0.0.1:8080']),
)

export default defineConfig({
  // Wherever the application is put: all addresses are relative to the page, which has one address (see README.md).
  base: './',
  plugins: [vue(), Components({ dirs: [], dts: 'target/components.d.ts', resolvers: [ElementPlusResolver()] })],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('src', import.meta.url)),
      '@api': fileURLToPath(new URL('target/api', import.meta.url)),
      '@engine': fileURLToPath(
        new URL('../sync-spring-boot-starter/src/main/resources/io/registrysync/engine', import.meta.url),
      ),
    },
  },
  define: {
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: 'target/web',
    emptyOutDir: true,
    // The policy of the server allows no data: addresses for styles, scripts and fonts.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // The library for charts, which comes after everything else; what comes first is measured by size.js.
    chunkSizeWarningLimit: 600,
  },
  server: { proxy },
  preview: {
    proxy,
    // As the server has it, so that what it forbids is seen while one works.
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'",
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
