/** What both search indexes share: how a text, and what a reader typed, become words. */

import type { CompiledQuery, Kysely, RawBuilder } from 'kysely'
import type { Body, RevisionFields } from '../model.ts'
import type { Database } from './schema.ts'
import type { Write } from './writes.ts'

/** Full-text search over articles, whose rows are addressed by `articles.seq`. */
export interface SearchIndex {
  /** the statements that make it */
  readonly tables: readonly string[]
  /** Adds the row of an article, which may be written just before. */
  add(db: Kysely<Database>, articleId: string, fields: RevisionFields): Write
  remove(db: Kysely<Database>, seq: number): CompiledQuery
  /** The rows that hold every word typed; undefined when no word was typed. */
  matching(typed: string): RawBuilder<number> | undefined
}

/** The words that stand together; several phrases must all occur. */
export interface SearchQuery {
  readonly phrases: readonly (readonly string[])[]
  /** the reader is still typing: the last word may be the beginning of one */
  readonly endsOpen: boolean
}

/** Scripts that are written without blanks: a tokenizer would take a whole sentence for one word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The texts of an article that can be found, from the weightiest on. */
export const searchedTexts = (fields: RevisionFields): readonly [string, string, string, string] => [
  spaced(fields.headline),
  spaced(fields.standfirst ?? ''),
  spaced(fields.byline.join(' ')),
  spaced(searchedBody(fields.body)),
]

/** A live blog's entries are found like its lead. */
const searchedBody = ({ text, entries = [] }: Body): string =>
  [text, ...entries.flatMap(entry => [entry.headline ?? '', entry.text])].join('\n')

/**
 * What a reader typed: every word must occur, the last one may be a beginning, "quoted words" stand together.
 * Nothing in it is an operator, so no input is an error.
 */
export function readQuery(typed: string): SearchQuery {
  const phrases = [...typed.matchAll(/"([^"]*)"|([^\s"]+)/g)]
    .map(match => wordsOf(spaced(match[1] ?? match[2] ?? '')))
    .filter(phrase => phrase.length > 0)
  return { phrases, endsOpen: !/[\s"]$/.test(typed) }
}

/** The words of a text: runs of letters, digits and marks. */
export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []

function spaced(text: string): string {
  if (!UNSPACED.test(text)) return text
  return Array.from(segmenter.segment(text), part => part.segment).join(' ')
}
