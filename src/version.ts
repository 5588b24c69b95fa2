import { existsSync, readFileSync } from 'node:fs'

/** This program's version, of the package.json above it: one level up in a checkout, two in the compiled package. */
export const VERSION: string = readVersion()

function readVersion(): string {
  const file = ['../package.json', '../../package.json']
    .map(path => new URL(path, import.meta.url))
    .find(path => existsSync(path))
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : 'unknown'
}
