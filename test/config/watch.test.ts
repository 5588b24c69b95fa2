import { expect, onTestFinished, test, vi } from 'vitest'
import { type Config, watchConfig } from '../../src/config.ts'
import type { WiredeskError } from '../../src/errors.ts'
import { makeDesk, writeConfig } from './desk.ts'

function watching() {
  const desk = makeDesk({
    'wiredesk.yaml': 'pollMinutes: 15\n',
    'sources/a.yaml': 'name: A\nfeed: https://a.example/\n',
  })
  const seen: Config[] = []
  const problems: WiredeskError[] = []
  const end = watchConfig(
    desk,
    {},
    config => seen.push(config),
    error => problems.push(error),
  )
  onTestFinished(end)
  return { desk, seen, problems }
}

test('an edited file counts at once', async () => {
  const { desk, seen } = watching()
  writeConfig(desk, 'wiredesk.yaml', 'pollMinutes: 30\n')
  await vi.waitUntil(() => seen.length > 0, 5000)
  expect(seen.map(config => config.pollMinutes)).toEqual([30])
})

test('a new source is seen', async () => {
  const { desk, seen } = watching()
  writeConfig(desk, 'sources/b.yaml', 'name: B\nfeed: https://b.example/\n')
  await vi.waitUntil(() => seen.length > 0, 5000)
  expect(seen[0]?.sources.map(source => source.id)).toEqual(['a', 'b'])
})

test('a broken edit is reported, and nothing takes its place until it is mended', async () => {
  const { desk, seen, problems } = watching()
  writeConfig(desk, 'wiredesk.yaml', 'pollMinutes: often\n')
  await vi.waitUntil(() => problems.length > 0, 5000)
  expect(seen).toEqual([])
  expect(problems[0]?.code).toBe('CONFIG_INVALID')
  writeConfig(desk, 'wiredesk.yaml', 'pollMinutes: 45\n')
  await vi.waitUntil(() => seen.length > 0, 5000)
  expect(seen.map(config => config.pollMinutes)).toEqual([45])
})
