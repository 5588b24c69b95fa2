/** Desks in folders of their own, for tests. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Makes a desk of these files, paths within `config/`; it is gone when the test has finished. */
export function makeDesk(files: Readonly<Record<string, string>>): string {
  const desk = mkdtempSync(join(tmpdir(), 'wiredesk-desk-'))
  onTestFinished(() => rmSync(desk, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) writeConfig(desk, path, text)
  return desk
}

/** Writes one file of a desk's `config/`. */
export function writeConfig(desk: string, path: string, text: string): void {
  const file = join(desk, 'config', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
