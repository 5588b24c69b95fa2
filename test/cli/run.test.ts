/** Every rule here is shown by the command itself, in a process of its own. */

import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeDesk, writeConfig } from '../config/desk.ts'
import { deskFor, startHerald } from './publication.ts'
import { start, wiredesk } from './wiredesk.ts'

describe('run', () => {
  test('crawls, serves the hub, keeps others out, takes over a new source but no stranger without a contact, and ends cleanly', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald, 'hub: { port: 0 }\n')
    const { child, ended } = start(['run', '--json', '--desk', desk])
    onTestFinished(() => void child.kill('SIGKILL'))
    let stderr = ''
    child.stderr.on('data', data => {
      stderr += data
    })
    const address = await new Promise<string>(resolve =>
      child.stdout.once('data', data => resolve(JSON.parse(String(data)).address)),
    )
    const shown = async () => (await globalThis.fetch(`${address}/v1/articles`)).text()
    await vi.waitUntil(async () => (await shown()).includes(`${herald.origin}/2`), { timeout: 20_000, interval: 100 })

    expect((await wiredesk(['crawl', '--once', '--desk', desk])).code).toBe(8)

    const other = await startHerald()
    writeConfig(desk, 'sources/other.yaml', `name: Other\nfeed: ${other.origin}/rss\n`)
    await vi.waitUntil(() => other.paths().includes('/rss'), { timeout: 20_000, interval: 100 })

    writeConfig(desk, 'sources/stranger.yaml', 'name: Stranger\nfeed: https://stranger.example/rss\n')
    await vi.waitUntil(() => stderr.includes('CONTACT_MISSING'), 10_000)

    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    rmSync(join(desk, 'config', 'sources', 'stranger.yaml'))
    expect((await wiredesk(['crawl', '--once', '--desk', desk])).code).toBe(0)
  })

  test('an address that is taken is said, and the desk is let go', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void taken.close())
    await vi.waitUntil(() => taken.listening)
    const { port } = taken.address() as AddressInfo
    const desk = makeDesk({ 'wiredesk.yaml': `hub: { port: ${port} }\n` })
    const { code, stderr } = await wiredesk(['run', '--desk', desk])
    expect(code).toBe(1)
    expect(stderr).toContain('LISTEN_FAILED')
    expect((await wiredesk(['crawl', '--once', '--desk', desk])).code).toBe(0)
  })
})
