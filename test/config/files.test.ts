/** The files in config/ say what the schema says. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { configSchemas, consumerSchema, settingsSchema, sourceSchema } from '../../src/config.ts'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8')

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly default?: unknown
}

/** Every key that can be written, with its path (`fetch.delayMs`, `feeds[].url`) and its default. */
function keysOf({ properties = {}, items }: Schema, path = ''): [key: string, fallback: string][] {
  if (items?.properties) return keysOf(items, `${path}[]`)
  const keys = Object.entries(properties).map(([key, schema]) => [path ? `${path}.${key}` : key, schema] as const)
  return keys.flatMap(([key, schema]) =>
    schema.properties || schema.items?.properties ? keysOf(schema, key) : [[key, textOf(schema.default)]],
  )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

describe('config/', () => {
  test('the JSON Schemas are those of the checks', () => {
    const { settings, source, site, consumer } = configSchemas()
    expect(JSON.parse(read('config/wiredesk.schema.json'))).toEqual(settings)
    expect(JSON.parse(read('config/source.schema.json'))).toEqual(source)
    expect(JSON.parse(read('config/site.schema.json'))).toEqual(site)
    expect(JSON.parse(read('config/consumer.schema.json'))).toEqual(consumer)
  })

  test('wiredesk.yaml gives every key its default', () => {
    expect(settingsSchema.parse(parse(read('config/wiredesk.yaml')))).toEqual(settingsSchema.parse({}))
  })

  test.each(keysOf(configSchemas().settings))(
    'wiredesk.yaml holds %s, with its place commented out if it has no default',
    key => {
      expect(read('config/wiredesk.yaml')).toMatch(new RegExp(`^[ #]*${key.split('.').at(-1)}:`, 'm'))
    },
  )

  test('the example source is valid, and off', () => {
    expect(sourceSchema.parse(parse(read('config/sources/herald.example.yaml')))).toMatchObject({ enabled: false })
  })

  test('the example consumer is valid, and off', () => {
    expect(consumerSchema.parse(parse(read('config/consumers/app.example.yaml')))).toMatchObject({ enabled: false })
  })
})

describe('docs/configuration.md', () => {
  const rowsUnder = (heading: string): string[][] => {
    const section = read('docs/configuration.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
    return [...section.matchAll(/^\| `([^`]+)` \| (?:`([^`]*)` )?\|/gm)].map(([, key = '', fallback = '']) => [
      key,
      fallback,
    ])
  }

  test('lists every key of wiredesk.yaml with its default, and no other', () => {
    expect(rowsUnder('config/wiredesk.yaml')).toEqual(keysOf(configSchemas().settings))
  })

  test('lists every key of a source with its default, and no other', () => {
    expect(rowsUnder('config/sources/ID.yaml')).toEqual(keysOf(configSchemas().source))
  })

  test('lists every key of a consumer with its default, and no other', () => {
    expect(rowsUnder('config/consumers/ID.yaml')).toEqual(keysOf(configSchemas().consumer))
  })
})
