import { sql } from 'kysely'
import { readQuery, type SearchIndex, searchedTexts } from './search.ts'
import { statement } from './statement.ts'
import { writeOf } from './writes.ts'

/** Search by SQLite's FTS5. */
export const fts5: SearchIndex = {
  // The index keeps no second copy of the text.
  tables: [
    `create virtual table article_search using fts5 (
      headline, standfirst, byline, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')`,
  ],

  add: (db, articleId, fields) => insert(db, { articleId, texts: searchedTexts(fields) }),

  remove: (db, seq) => sql`delete from article_search where rowid = ${seq}`.compile(db),

  matching(typed) {
    const match = matchQuery(typed)
    if (match === '') return undefined
    return sql<number>`(select rowid from article_search where article_search match ${match})`
  },
}

interface Found {
  readonly articleId: string
  readonly texts: readonly string[]
}

const insert = writeOf<Found>(
  'article_search',
  statement(
    (_, { articleId, texts }: Found) =>
      sql`insert into article_search (rowid, headline, standfirst, byline, body)
        values ((select seq from articles where id = ${articleId}), ${texts[0]}, ${texts[1]}, ${texts[2]}, ${texts[3]})`,
  ),
)

/** What was typed, as FTS5 takes it: every phrase in quotes, so that nothing in it is an operator. */
export function matchQuery(typed: string): string {
  const { phrases, endsOpen } = readQuery(typed)
  const quoted = phrases.map(phrase => `"${phrase.join(' ')}"`).join(' ')
  return quoted !== '' && endsOpen ? `${quoted}*` : quoted
}
