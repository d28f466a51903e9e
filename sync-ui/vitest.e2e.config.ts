import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The programs without which there is nothing to try. */
const missing = ['chromium', 'docker-registry'].filter(
  (program) => !(process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program))),
)
const isSkipped = missing.length > 0 && process.env.REQUIRE_REAL_PARTS !== 'true'
if (isSkipped) {
  console.warn(`Tests in a browser are skipped: ${missing.join(', ')} not found.`)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Tests in a real browser against a real server, see README.md. */
export default defineConfig({
  test: {
    include: isSkipped ? [] : ['e2e/**/*.e2e.ts'],
    passWithNoTests: isSkipped,
    environment: 'node',
    globalSetup: isSkipped ? [] : ['e2e/support/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // They share a server.
    fileParallelism: false,
  },
})
