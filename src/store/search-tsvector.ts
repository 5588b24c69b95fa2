import { sql } from 'kysely'
import { readQuery, type SearchIndex, searchedTexts, wordsOf } from './search.ts'
import { members, statement } from './statement.ts'
import { joinRows, type Rows, writeOf } from './writes.ts'

/** PostgreSQL counts positions no further than this; later words are found, but their phrases are not. */
const LAST_POSITION = 16_383
/** More places of one word than this PostgreSQL forgets anyway. */
const PLACES_KEPT = 255
/** A lexeme may have 2,046 bytes: what is longer is no word. */
const LONGEST_WORD = 500
/** Phrases must not reach from one field into the next. */
const FIELD_GAP = 10
/** A tsvector may have a megabyte, places included; a text with more different words than this is no article. */
const LEXEME_BYTES = 300_000

/**
 * Search by PostgreSQL's tsvector under a GIN index. The words are made here, not by a text search configuration of the server, so
 * that both databases find the same articles whatever the server's locale is and which extensions it has.
 */
export const tsvector: SearchIndex = {
  tables: [
    `create table article_search (article_seq integer primary key, words tsvector not null)`,
    // A pile of some sixty articles is put into the index in one go, which costs half of what they would one by one; a search reads
    // what lies there one by one.
    `create index article_search_words on article_search using gin (words) with (fastupdate = on, gin_pending_list_limit = 512)`,
  ],

  add: (db, articleId, fields) => insert(db, { rows: [{ articleId, words: toVector(searchedTexts(fields)) }] }),

  remove: (db, seq) => sql`delete from article_search where article_seq = ${seq}`.compile(db),

  matching(typed) {
    const query = toQuery(typed)
    if (query === '') return undefined
    return sql<number>`(select article_seq from article_search where words @@ ${query}::tsquery)`
  },
}

interface Found {
  readonly articleId: string
  readonly words: string
}

const insert = writeOf<Rows<Found>>(
  'article_search',
  statement(
    (_, { rows }: Rows<Found>, length: number) => {
      const values = members(rows, length).map(
        ({ articleId, words }) => sql`((select seq from articles where id = ${articleId}), ${words}::tsvector)`,
      )
      return sql`insert into article_search (article_seq, words) values ${sql.join(values)}`
    },
    ({ rows }) => rows.length,
  ),
  joinRows,
)

/** Where a word stands, as far as that is kept, and how often it does. */
interface Places {
  list: string
  count: number
}

/** `'storm':1A 'harbour':2A,14`: words with their places; the headline weighs most. Words are letters and digits, so nothing is escaped. */
function toVector(texts: readonly string[]): string {
  const places = new Map<string, Places>()
  let position = 1
  let bytes = 0
  for (const [field, text] of texts.entries()) {
    const weight = 'ABCD'[field]
    for (const word of wordsOf(text)) {
      const key = folded(word)
      const place = `${Math.min(position, LAST_POSITION)}${weight}`
      const known = places.get(key)
      if (!known && isRoomFor(key)) places.set(key, { list: place, count: 1 })
      else if (known && known.count++ < PLACES_KEPT) known.list += `,${place}`
      position++
    }
    position += FIELD_GAP
  }
  let vector = ''
  for (const [word, { list }] of places) vector += `'${word}':${list} `
  return vector

  function isRoomFor(word: string): boolean {
    if (word === '' || word.length > LONGEST_WORD) return false
    bytes += Buffer.byteLength(word)
    return bytes <= LEXEME_BYTES
  }
}

/** What was typed, as a tsquery: `'old' <-> 'harbour' & 'sto':*` */
export function toQuery(typed: string): string {
  const { phrases, endsOpen } = readQuery(typed)
  const parts = phrases
    .map(phrase => phrase.map(folded).filter(word => word !== ''))
    .filter(phrase => phrase.length > 0)
    .map(phrase => phrase.map(word => `'${word}'`).join(' <-> '))
  return parts.join(' & ') + (parts.length > 0 && endsOpen ? ':*' : '')
}

/** Without case and accents, as FTS5's tokenizer folds them; the vowel signs of Indic scripts are no accents. */
function folded(word: string): string {
  const lower = word.toLowerCase()
  // Most words have no accents, and looking for them takes longer than all else that is done here.
  return /^[a-z0-9]*$/.test(lower)
    ? lower
    : lower
        .normalize('NFD')
        .replace(/[\u0300-\u036f]+/g, '')
        .normalize('NFC')
}
