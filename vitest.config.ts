import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/services/setup.ts',
    reporters: ['default', './test/closing-line.ts'],
    // Many tests start the command as a process of its own; on a small machine that is busy otherwise each start takes seconds.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
