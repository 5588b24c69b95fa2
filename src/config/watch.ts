import { globSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { asWiredeskError, type WiredeskError } from '../errors.ts'
import { type LoadOptions, loadConfig } from './load.ts'
import type { Config } from './schema.ts'

/** Editors write a file in several steps. */
const SETTLE_MS = 200

/**
 * Reads the configuration again when its files change. A broken edit is reported, and what was good before stays in force.
 * @returns a function that ends the watching
 */
export function watchConfig(
  desk: string,
  options: LoadOptions,
  onChange: (config: Config) => void,
  onProblem: (error: WiredeskError) => void,
): () => void {
  const folder = join(desk, 'config')
  let seen = contents(folder)
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(look, SETTLE_MS)
  })
  watcher.on('error', error => onProblem(asWiredeskError(error)))
  return () => {
    clearTimeout(timer)
    watcher.close()
  }

  function look(): void {
    const now = contents(folder)
    if (now === seen) return
    seen = now
    try {
      onChange(loadConfig(desk, options))
    } catch (error) {
      onProblem(asWiredeskError(error))
    }
  }
}

function contents(folder: string): string {
  const files = globSync('**/*.{yaml,yml}', { cwd: folder }).toSorted()
  return files.map(file => `${file}\n${readFileSync(join(folder, file), 'utf8')}`).join('\n')
}
