import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/services/setup.ts',
    reporters: ['default', './test/closing-line.ts'],
    // Two cores are the smallest machine that is promised to pass; a page of real size may take a while there.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
