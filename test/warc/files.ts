import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { gzipRecord, httpBlock, type NewRecord, serializeRecord } from '../../src/warc/record.ts'

const DATE = '2026-11-01T06:00:00Z'

/** A response record of this page. */
export const response = (url: string, body: string, more: Partial<NewRecord> = {}): NewRecord => ({
  type: 'response',
  date: DATE,
  contentType: 'application/http; msgtype=response',
  fields: { 'WARC-Target-URI': url },
  ...httpBlock({ 'content-type': 'text/html; charset=utf-8' }, Buffer.from(body)),
  ...more,
})

/** A response record of a whole HTTP answer as it came over the wire. */
export const rawResponse = (url: string, message: string | Uint8Array): NewRecord => ({
  type: 'response',
  date: DATE,
  contentType: 'application/http; msgtype=response',
  fields: { 'WARC-Target-URI': url },
  block: Buffer.from(message as string),
})

export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-warc-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Writes these bytes to a file of its own. */
export function fileOf(bytes: Uint8Array, name = 'pages.warc.gz'): string {
  const path = join(tempFolder(), name)
  writeFileSync(path, bytes)
  return path
}

export const gzipped = async (records: readonly NewRecord[]): Promise<Buffer> =>
  Buffer.concat(await Promise.all(records.map(gzipRecord)))

export const plain = (records: readonly NewRecord[]): Buffer => Buffer.concat(records.map(serializeRecord))
