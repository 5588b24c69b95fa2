/** Consumers by command: a file, a crawl, and what the operator sees and can do when their server fails. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Receiver, startReceiver } from '../chaos/receiver.ts'
import { addConsumer, CONSUMER_SECRET, settingsFor } from '../config/consumer.ts'
import { type Publisher, startPublisher } from '../pipeline/publisher.ts'
import { deskFor, startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

/** A desk with a consumer whose server this is. */
async function deskTelling(server: { readonly origin: string }): Promise<string> {
  const desk = deskFor(await startHerald(), settingsFor(server))
  addConsumer(desk, server)
  return desk
}

async function startConsumer(): Promise<Receiver> {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  return receiver
}

async function startAway(): Promise<Publisher> {
  const server = await startPublisher()
  onTestFinished(() => server.close())
  return server
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const run = (desk: string, words: readonly string[], secret = SECRET) =>
  wiredesk([...words, '--desk', desk], { [CONSUMER_SECRET]: secret })

describe('consumer', { timeout: 60_000 }, () => {
  test('a crawl tells consumers of what is new, and of nothing twice', async () => {
    const receiver = await startConsumer()
    const desk = await deskTelling(receiver)
    expect((await run(desk, ['consumer', 'test', 'app'])).code).toBe(0)
    expect((await run(desk, ['crawl', '--once'])).code).toBe(0)
    expect((await run(desk, ['crawl', '--once'])).code).toBe(0)
    const [ping, ...events] = receiver.taken
    expect(ping).toMatch(/^test\./)
    expect(events).toHaveLength(2)
    expect(new Set(events).size).toBe(2)
    expect(receiver.forged).toEqual([])
    const { lines } = await run(desk, ['consumer', 'list', '--json'])
    expect(lines).toMatchObject([{ id: 'app', state: 'ok', position: 2, behind: 0 }])
  })

  test('what failed is shown with its reason, and resumed it is all sent', async () => {
    const server = await startAway()
    server.answers.set('/events', { status: 410 })
    const desk = await deskTelling(server)
    await run(desk, ['crawl', '--once'])
    const shown = await run(desk, ['consumer', 'list'])
    expect(shown.stdout).toMatch(/app +off +2 .*CONSUMER_GONE: status 410/)
    const tried = await run(desk, ['consumer', 'test', 'app'])
    expect([tried.code, tried.stdout]).toEqual([4, expect.stringContaining('CONSUMER_GONE')])

    server.answers.set('/events', { status: 204 })
    const resumed = await run(desk, ['consumer', 'resume', 'app'])
    expect(resumed.stdout).toContain('app is sent the 2 events after 0')
    await run(desk, ['crawl', '--once'])
    // Once gone, once by hand, then both.
    expect(server.requests).toHaveLength(4)
  })

  test('a secret that is missing or malformed is said, not used', async () => {
    const receiver = await startConsumer()
    const desk = await deskTelling(receiver)
    expect((await run(desk, ['consumer', 'test', 'app'], '')).stdout).toContain('SECRET_MISSING')
    expect((await run(desk, ['consumer', 'test', 'app'], 'not a secret')).stdout).toContain('SECRET_INVALID')
    const doctor = await run(desk, ['doctor'], 'not a secret')
    expect([doctor.code, doctor.stdout]).toEqual([4, expect.stringMatching(/fail +consumers +SECRET_INVALID/)])
    expect(receiver.taken).toEqual([])
  })

  test('names and places that are not there are refused', async () => {
    const desk = await deskTelling({ origin: 'http://127.0.0.1:9' })
    expect((await run(desk, ['consumer', 'resume', 'nobody'])).stderr).toContain('no config/consumers/nobody.yaml')
    expect((await run(desk, ['consumer', 'resume', 'app', '--after', 'x'])).code).toBe(2)
    expect((await run(desk, ['consumer', 'resume', 'app', '--after', '1', '--since', '2026-11-01'])).code).toBe(2)
    writeFileSync(
      join(desk, 'config', 'consumers', 'app.yaml'),
      "name: App\nsources: [courier]\nwebhook: { url: 'https://app.example', secrets: [env:APP_SECRET] }\n",
    )
    writeFileSync(
      join(desk, 'config', 'consumers', 'bad.yaml'),
      'name: Bad\nwebhook: { url: ftp://x, secrets: [s3cret] }\n',
    )
    const { code, stderr } = await run(desk, ['consumer', 'list'])
    expect(code).toBe(5)
    expect(stderr).toContain('app.yaml:1:1 sources: there is no source courier')
    expect(stderr).toContain('webhook.url: Invalid URL')
    expect(stderr).toContain('webhook.secrets.0: env:NAME or file:PATH')
  })
})
