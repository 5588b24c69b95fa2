/** Full-text search behind one pair of functions: FTS5 here. */

import { type Kysely, sql } from 'kysely'
import type { RevisionFields } from '../model.ts'
import type { Database } from './schema.ts'

/** Scripts that are written without blanks: the tokenizer would take a whole sentence for one word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Adds an article's text to the index under its row number. */
export async function indexArticle(db: Kysely<Database>, seq: number, fields: RevisionFields): Promise<void> {
  const texts = [fields.headline, fields.standfirst ?? '', fields.byline.join(' '), fields.body.text].map(spaced)
  await sql`insert into article_search (rowid, headline, standfirst, byline, body) values (${seq}, ${texts[0]}, ${texts[1]}, ${texts[2]}, ${texts[3]})`.execute(
    db,
  )
}

/** Takes an article's text out of the index. */
export async function unindexArticle(db: Kysely<Database>, seq: number): Promise<void> {
  await sql`delete from article_search where rowid = ${seq}`.execute(db)
}

/**
 * What a reader typed as an FTS5 query: every word must occur, the last one may be a beginning, "quoted words" stand together.
 * Nothing in it is an operator, so no input is an error; without any word the result is empty.
 */
export function matchQuery(typed: string): string {
  const phrases = [...typed.matchAll(/"([^"]*)"|([^\s"]+)/g)]
    .map(match => words(match[1] ?? match[2] ?? ''))
    .filter(phrase => phrase !== '')
  const quoted = phrases.map(phrase => `"${phrase}"`)
  const endsOpen = !/[\s"]$/.test(typed)
  return quoted.join(' ') + (quoted.length > 0 && endsOpen ? '*' : '')
}

const words = (text: string): string => (spaced(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).join(' ')

function spaced(text: string): string {
  if (!UNSPACED.test(text)) return text
  return Array.from(segmenter.segment(text), part => part.segment).join(' ')
}
