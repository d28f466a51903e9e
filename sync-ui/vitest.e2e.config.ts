import { defineConfig } from 'vitest/config'

/** Tests in a real browser against a real server, see README.md. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    globalSetup: ['e2e/support/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // They share a server.
    fileParallelism: false,
  },
})
