import { isHandle, isOrganisation, isPlausibleName, nameKey, splitNames } from '../../values/names.ts'
import type { JsonLdNode } from '../json-ld.ts'
import type { Page } from '../page.ts'
import { type Candidate, type FieldReader, readAll, type Way, withVotes } from '../reading.ts'
import {
  authorLinks,
  biographyNames,
  bylineLinks,
  bylineTexts,
  linesWithBy,
  namesBesideDate,
  propertyNames,
  relNames,
} from './byline-places.ts'

type Names = readonly string[]
type Found = Candidate<Names>

/** Values that the publisher wrote into fields of their own: the first with a person in it wins. */
const DECLARED: readonly Way<Names>[] = [
  ['json-ld', 'author (Person)', p => declared(authorsOf(p).filter(isPersonNode).map(nameOf))],
  ['json-ld', 'author', p => declared(authorsOf(p).map(nameOf))],
  ['meta', 'sailthru.author', p => declared([p.meta('sailthru.author')])],
  ['meta', 'parsely-author', p => declared(p.metas('parsely-author'))],
  ['meta', 'byl', p => declared([p.meta('byl')])],
  ['meta', 'article:author', p => declared(p.metas('article:author'))],
  ['json-ld', 'creator', p => declared(p.article?.nodes('creator').map(nameOf))],
  [
    'json-ld',
    'author of another node',
    p =>
      declared(
        p.jsonLd
          .find(node => node !== p.article && node.nodes('author').length > 0)
          ?.nodes('author')
          .map(nameOf),
      ),
  ],
]

/** Everything else; agreement decides. */
const SEEN: readonly Way<Names>[] = [
  ['dom', 'rel=author', p => shown(relNames(p), true)],
  ['microdata', 'author', p => shown(propertyNames(p), true)],
  ['dom', 'links in byline classes', p => shown(bylineLinks(p))],
  ['dom', 'author links', p => shown(authorLinks(p), true)],
  ['meta', 'Written by', p => declared([writtenBy(p)])],
  ['meta', 'author', p => declared(p.metas('author'))],
  [
    'meta',
    'dc.creator',
    p =>
      declared(
        ['dc.creator', 'dcterms.creator', 'citation_author', 'og:article:author']
          .map(p.metas)
          .find(values => values.length > 0),
      ),
  ],
  ['dom', 'By', p => shown(linesWithBy(p))],
  ['dom', 'byline classes', p => shown(bylineTexts(p))],
  ['dom', 'biography', p => shown(biographyNames(p))],
  ['dom', 'beside the date', p => shown(namesBesideDate(p))],
  ['feed', 'creator', p => declared(p.hints?.byline)],
]

/** Readings that may replace an organisation the publisher declared; a link to a topic is no author. */
const TRUSTED = new Set(['rel=author', 'author', 'Written by', 'By', 'dc.creator', 'links in byline classes'])

/** Readings that tend to hold all writers: each further name speaks for them. */
const WHOLE = new Set(['links in byline classes', 'By', 'author links', 'author', 'rel=author'])

/**
 * The names set under the headline, one per entry, without "By". Persons go before organisations; an organisation is named where
 * nobody else is. Better no author than a wrong one: what no reading shows as a plausible name is absent.
 */
export const byline: FieldReader<Names> = page => {
  const all = readAll(page, [...DECLARED, ...SEEN])
  const best = choose(page, all)
  return best && withVotes(best, all, sameNames)
}

function choose(page: Page, all: readonly Found[]): Found | undefined {
  const persons = all.map(each => ({ ...each, value: personsOf(each, page) })).filter(each => each.value.length > 0)
  const declaredWays = new Set(DECLARED.map(([, where]) => where))
  const isDeclared = (each: Found): boolean =>
    (declaredWays.has(each.where) && each.where !== 'author') || (each.where === 'author' && each.from === 'json-ld')
  const first = persons.find(isDeclared)
  if (first) return completed(withListedOrganisations(first, all), persons)
  const supported = mostSupported(
    persons.filter(each => each.where !== 'beside the date' || isConfirmed(each, persons)),
  )
  const organisation = all.find(each => isDeclared(each) && !each.value.every(isHandle)) ?? all.find(isDeclared)
  if (supported && (!organisation || isWellSupported(supported, persons))) return supported
  return (
    organisation ??
    supported ??
    all.find(each => each.where !== 'beside the date' && each.where !== 'byline classes' && each.where !== 'biography')
  )
}

const personsOf = (each: Found, page: Page): Names =>
  each.value.filter(name => isPlausibleName(name.replace(/,.*$/, '')) && !isOrganisation(name, page.siteNames))

/** An organisation that JSON-LD lists next to persons wrote with them. */
function withListedOrganisations(first: Found, all: readonly Found[]): Found {
  const list = all.find(each => each.from === 'json-ld' && each.where === 'author')
  if (first.from !== 'json-ld' || !list || list.value.length <= first.value.length) return first
  return first.value.every(name => list.value.includes(name)) ? { ...first, value: list.value } : first
}

/** Where one name is declared and the line under the headline has that one and more, each confirmed by another reading. */
function completed(first: Found, persons: readonly Found[]): Found {
  if (first.value.length !== 1) return first
  const longer = persons.find(
    each =>
      each.where === 'By' &&
      each.value.length > 1 &&
      has(each.value, first.value[0] as string) &&
      each.value.filter(name => persons.some(other => other.where !== 'By' && has(other.value, name))).length > 1,
  )
  return longer ? { ...first, value: longer.value } : first
}

function mostSupported(persons: readonly Found[]): Found | undefined {
  let best: Found | undefined
  let bestScore = -1
  for (const each of persons) {
    const others = persons.filter(other => other !== each)
    const support = each.value.reduce((sum, name) => sum + others.filter(other => has(other.value, name)).length, 0)
    const score = support / each.value.length + (WHOLE.has(each.where) ? 0.5 * (each.value.length - 1) : 0)
    if (score > bestScore) {
      best = each
      bestScore = score
    }
  }
  return best
}

const isWellSupported = (each: Found, persons: readonly Found[]): boolean =>
  TRUSTED.has(each.where) || isConfirmed(each, persons)

const isConfirmed = (each: Found, persons: readonly Found[]): boolean =>
  persons.some(other => other !== each && other.value.some(name => has(each.value, name)))

const has = (names: Names, name: string): boolean => names.some(each => nameKey(each) === nameKey(name))

// ---- reading names -------------------------------------------------------------------------------------------------

const authorsOf = (page: Page): readonly JsonLdNode[] => page.article?.nodes('author') ?? []
const isPersonNode = (node: JsonLdNode): boolean => !/Organization$|^Corporation$/.test(node.type)

function nameOf(node: JsonLdNode): string | undefined {
  const name = node.text('name')
  if (name !== undefined) return /^https?:|^\//.test(name) ? undefined : name
  const parts = [node.text('givenName'), node.text('familyName')].filter(part => part !== undefined)
  return parts.length > 0 ? parts.join(' ') : undefined
}

/** Names in a field of their own; a handle or an organisation's free name counts there too. */
function declared(texts: readonly (string | undefined)[] | undefined): Names | undefined {
  const names = (texts ?? []).flatMap(text => {
    if (text === undefined || text.length > 300 || /^https?:|^\/|^www\./.test(text)) return []
    const split = splitNames(text)
    if (split.length > 0) return split
    const isName =
      text.length <= 60 &&
      /\p{L}{2}/u.test(text) &&
      !/[<>{}]|^(?:admin|author|null|undefined|unknown|by|none|n\/a)$/i.test(text)
    return isName ? [text] : []
  })
  return names.length > 0 ? [...new Set(names)] : undefined
}

/** @param isAuthor whether the place holds nothing but the author, so that a user name is one too */
function shown(texts: readonly string[], isAuthor = false): Names | undefined {
  const names = texts.filter(text => text.length < 250).flatMap(text => splitNames(text, { visible: true }))
  if (names.length > 0) return [...new Set(names)]
  const handle = isAuthor ? texts.find(isHandle) : undefined
  return handle === undefined ? undefined : [handle]
}

/** Social cards label two lines; one of them is "Written by". */
function writtenBy(page: Page): string | undefined {
  for (const number of [1, 2])
    if (
      /written by|author|verfasst|autor|écrit|geschreven|skrevet|scritto/i.test(
        page.meta(`twitter:label${number}`) ?? '',
      )
    )
      return page.meta(`twitter:data${number}`)
  return undefined
}

const sameNames = (a: Names, b: Names): boolean => keyOf(a) === keyOf(b)
const keyOf = (names: Names): string => names.map(nameKey).toSorted().join('|')
