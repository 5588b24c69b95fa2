import { sql } from 'kysely'
import { readQuery, type SearchIndex, searchedTexts } from './search.ts'

/** Search by SQLite's FTS5. */
export const fts5: SearchIndex = {
  // The index keeps no second copy of the text.
  tables: [
    `create virtual table article_search using fts5 (
      headline, standfirst, byline, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')`,
  ],

  add(db, seq, fields) {
    const [headline, standfirst, byline, body] = searchedTexts(fields)
    return sql`insert into article_search (rowid, headline, standfirst, byline, body)
      values (${seq}, ${headline}, ${standfirst}, ${byline}, ${body})`.compile(db)
  },

  remove: (db, seq) => sql`delete from article_search where rowid = ${seq}`.compile(db),

  matching(typed) {
    const match = matchQuery(typed)
    if (match === '') return undefined
    return sql<number>`(select rowid from article_search where article_search match ${match})`
  },
}

/** What was typed, as FTS5 takes it: every phrase in quotes, so that nothing in it is an operator. */
export function matchQuery(typed: string): string {
  const { phrases, endsOpen } = readQuery(typed)
  const quoted = phrases.map(phrase => `"${phrase.join(' ')}"`).join(' ')
  return quoted !== '' && endsOpen ? `${quoted}*` : quoted
}
