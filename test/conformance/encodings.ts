import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { declaredCharset, decodeText, encodingOf, headerCharset } from '../../src/values/charset.ts'
import { readCases, type Suite } from './suite.ts'

interface CharsetCase {
  readonly id: string
  readonly file: string
  readonly content_type: string
}

interface CallCase {
  readonly id: string
  readonly fn: string
  readonly args: readonly string[]
}

/** The folder holds `cases.ndjson` and the bytes under `files`; pages are told from feeds by what they were sent as. */
export const charset: Suite = async (folder, write) => {
  for (const { id, file, content_type } of readCases<CharsetCase>(join(folder, 'cases.ndjson'))) {
    const kind = /html/i.test(content_type) ? 'html' : 'xml'
    const bytes = readFileSync(join(folder, 'files', file))
    const decoded = decodeText(bytes, { kind, ...(content_type !== '' && { contentType: content_type }) })
    write({ id, encoding: decoded.charset, text: decoded.text })
  }
}

/** Calls of functions that find a label in a header or a page, or tell what a label means. */
export const charsetHeader: Suite = async (folder, write) => {
  for (const { id, fn, args } of readCases<CallCase>(join(folder, 'cases.ndjson'))) {
    const text = String(args[0])
    write({ id, value: answer(fn, text) ?? null })
  }
}

function answer(fn: string, text: string): string | undefined {
  if (fn === 'http_content_type_encoding') return encodingOf(headerCharset(text))
  if (fn === 'html_body_declared_encoding') return encodingOf(declaredCharset(Buffer.from(text), 'html'))
  return encodingOf(text)
}
