import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { checkDns } from '../../src/doctor/dns.ts'
import { examine, type Finding } from '../../src/doctor/index.ts'
import { checkClock, checkFolder, checkNode } from '../../src/doctor/machine.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { wiredesk } from '../cli/wiredesk.ts'
import { makeDesk } from '../config/desk.ts'

const NOW = Date.parse('2026-11-25T08:00:00Z')
const SETTINGS = 'contact: news@desk.example\nlog: { level: silent }\n'
const SOURCE = 'name: Herald\nfeed: http://127.0.0.1:9/rss\n'

const look = (desk: string, set: readonly string[] = []): Promise<readonly Finding[]> =>
  examine(() => loadConfig(desk, { set }), NOW)

const statuses = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ check, status }) => [check, status]))

describe('doctor', () => {
  test('finds nothing wrong with a fresh desk', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': SETTINGS, 'sources/herald.yaml': SOURCE })
    const { node: _, ...rest } = statuses(await look(desk))
    expect(rest).toEqual({
      config: 'ok',
      consumers: 'ok',
      contact: 'ok',
      data: 'ok',
      store: 'ok',
      ledger: 'ok',
      clock: 'ok',
      queue: 'ok',
      pages: 'ok',
      dns: 'ok',
    })
  })

  test('every warning and failure says what to do', async () => {
    const desk = makeDesk({
      'wiredesk.yaml': 'log: { level: silent }\n',
      'sources/herald.yaml': 'name: H\nfeed: http://herald.invalid/rss\n',
    })
    const findings = await look(desk, [
      'store.url=postgres://wiredesk@127.0.0.1:9/none',
      'queue.url=redis://127.0.0.1:9',
    ])
    expect(statuses(findings)).toMatchObject({
      contact: 'fail',
      store: 'fail',
      ledger: 'skip',
      queue: 'fail',
      dns: 'fail',
      pages: 'ok',
    })
    expect(findings.filter(({ status, advice }) => (status === 'warn' || status === 'fail') && !advice)).toEqual([])
  }, 120_000)

  test('a configuration with a mistake is told, and the rest is not looked at', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': 'pollMinutes: often\n' })
    const findings = await look(desk)
    expect(findings.find(({ check }) => check === 'config')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('pollMinutes'),
    })
    expect(statuses(findings)).toMatchObject({ store: 'skip', pages: 'skip' })
  })

  test('a quarantined link is a warning', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': SETTINGS, 'sources/herald.yaml': SOURCE })
    const store = await openSqlite(join(desk, 'data', 'wiredesk.db'))
    const now = new Date(NOW).toISOString()
    const link = await store.claimFound('herald', { url: 'https://herald.example/a', hints: { from: 'feed' } }, now, 1)
    await store.endLink(link!, { state: 'quarantined', reason: 'POISON' }, now)
    await store.close()
    expect(statuses(await look(desk))).toMatchObject({ ledger: 'warn' })
  })

  test('a damaged database is a failure', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': SETTINGS, 'sources/herald.yaml': SOURCE })
    mkdirSync(join(desk, 'data'))
    const { writeFileSync } = await import('node:fs')
    writeFileSync(
      join(desk, 'data', 'wiredesk.db'),
      'this is no database, though it is as long as one might be'.repeat(100),
    )
    expect(statuses(await look(desk))).toMatchObject({ store: 'fail', ledger: 'skip' })
  })
})

describe('single checks', () => {
  test.each([
    ['26.12.1', 'ok'],
    ['26.10.0', 'warn'],
    ['24.22.1', 'ok'],
    ['24.21.0', 'warn'],
    ['27.0.0', 'ok'],
  ])('Node %s: %s', async (version, status) => {
    expect(await checkNode(version)).toMatchObject({ status })
  })

  test('a clock before the last event, or before the program itself, is wrong; one that differs from the database is a warning', async () => {
    expect(await checkClock(NOW, NOW + 60_000)).toMatchObject({ status: 'fail' })
    expect(await checkClock(Date.parse('1970-01-02T00:00:00Z'))).toMatchObject({ status: 'fail' })
    expect(await checkClock(NOW, NOW - 1, NOW + 60_000)).toMatchObject({ status: 'warn' })
    expect(await checkClock(NOW, NOW - 1, NOW + 5)).toMatchObject({ status: 'ok' })
  })

  test('addresses are not looked up', async () => {
    expect(await checkDns(['127.0.0.1'])).toMatchObject({ status: 'ok' })
  })

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written in', async () => {
    const desk = makeDesk({})
    chmodSync(desk, 0o500)
    expect(await checkFolder('data', join(desk, 'data'))).toMatchObject({ status: 'fail' })
  })

  test('a folder that is a file', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': SETTINGS })
    expect(await checkFolder('data', join(desk, 'config', 'wiredesk.yaml'))).toMatchObject({ status: 'fail' })
  })
})

test('the command ends with 4 when something does not work, and prints one finding a line', async () => {
  const desk = makeDesk({
    'wiredesk.yaml': 'log: { level: silent }\n',
    'sources/herald.yaml': 'name: H\nfeed: http://herald.invalid/rss\n',
  })
  const { code, lines } = await wiredesk(['doctor', '--json', '--desk', desk])
  expect(code).toBe(4)
  expect(lines.find(({ check }) => check === 'contact')).toMatchObject({
    status: 'fail',
    advice: expect.stringContaining('WIREDESK_CONTACT'),
  })
})
