import { isHandle, isOrganisation, isPlausibleName, nameKey } from '../../values/names.ts'
import { headingLetters, type Page } from '../page.ts'
import { type Candidate, type FieldReader, readAll, type Way, withVotes } from '../reading.ts'
import { letters } from '../site-keys.ts'
import { linesWithBy, nameBeforeText, namesBelow, namesBesideDate, namesUnmarked, othersNamed } from './byline-lines.ts'
import {
  authorsOf,
  declared,
  handleIn,
  inSpokenOrder,
  isNoAccount,
  isPersonNode,
  type Names,
  namesOf,
  shown,
  writtenBy,
} from './byline-names.ts'
import { authorLinks, biographyNames, bylineLinks, bylineTexts, propertyNames, relNames } from './byline-places.ts'

type Found = Candidate<Names>

/** Whom JSON-LD names for the page around the article may only have uploaded it. */
const OTHER_NODE = 'author of another node'

/** Values that the publisher wrote into fields of their own: the first with a person in it wins. */
const DECLARED: readonly Way<Names>[] = [
  ['json-ld', 'author (Person)', p => declared(authorsOf(p).filter(isNoAccount).filter(isPersonNode).flatMap(namesOf))],
  ['json-ld', 'author', p => declared(authorsOf(p).filter(isNoAccount).flatMap(namesOf))],
  ['meta', 'sailthru.author', p => declared([p.meta('sailthru.author')])],
  ['meta', 'parsely-author', p => declared(p.metas('parsely-author'))],
  ['meta', 'byl', p => declared([p.meta('byl')])],
  ['meta', 'article:author', p => declared(p.metas('article:author'))],
  ['meta', 'citation_author', p => declared(p.metas('citation_author').map(inSpokenOrder))],
  ['meta', 'citation_authors', p => declared(p.metas('citation_authors'))],
  ['json-ld', 'creator', p => declared(p.article?.nodes('creator').flatMap(namesOf))],
  [
    'json-ld',
    OTHER_NODE,
    p =>
      declared(
        p.jsonLd
          .find(node => node !== p.article && node.nodes('author').length > 0)
          ?.nodes('author')
          .flatMap(namesOf),
      ),
  ],
]

/** Names that only their place beside the date makes a writer's. */
const BESIDE_DATE = 'beside the date'
const UNMARKED = 'unmarked, beside the date'

/** Readings of one name, where there may be more writers. */
const POINTING = new Set([BESIDE_DATE, 'biography'])

/** Names that content systems, statistics and search services gave to a field for the writer; few of them are on a page. */
const AUTHOR_FIELDS = [
  'article:author_name',
  'article_author',
  'article-author',
  'articleauthor',
  'og:author',
  'bt:author',
  'cxenseparse:author',
  'sailthru.byline_name',
  'dcsext.author',
  'dc.author',
  'dc:creator',
  'bepress_citation_author',
  'cse_author',
  'mrf:authors',
  'vr:author',
  'authors',
  'byline',
  'writer',
]

/** Everything else; agreement decides. */
const SEEN: readonly Way<Names>[] = [
  ['dom', 'rel=author', p => shown(relNames(p), true)],
  ['microdata', 'author', p => shown(propertyNames(p), true)],
  ['dom', 'links in byline classes', p => shown(bylineLinks(p))],
  ['meta', 'Written by', p => declared([writtenBy(p)])],
  ['meta', 'author', p => declared(p.metas('author'))],
  [
    'meta',
    'dc.creator',
    p =>
      declared(['dc.creator', 'dcterms.creator', 'og:article:author'].map(p.metas).find(values => values.length > 0)),
  ],
  ['dom', 'By', p => shown(linesWithBy(p)) ?? handleIn(linesWithBy(p))],
  ['dom', 'author links', p => shown(authorLinks(p), true)],
  ['dom', 'byline classes', p => shown(bylineTexts(p))],
  ['dom', 'biography', p => shown(biographyNames(p))],
  ['dom', 'line before the text', p => shown(nameBeforeText(p))],
  ['dom', 'below the text', p => shown(namesBelow(p))],
  ['dom', BESIDE_DATE, p => shown(namesBesideDate(p))],
  ['dom', UNMARKED, p => shown(namesUnmarked(p))],
  ['meta', 'an author field', p => declared(AUTHOR_FIELDS.map(p.metas).find(values => values.length > 0))],
  ['json-ld', 'account of the site', p => declared(authorsOf(p).flatMap(namesOf))],
  ['feed', 'creator', p => declared(p.hints?.byline)],
]

/** Readings that may replace an organisation the publisher declared; a link to a topic is no author. */
const TRUSTED = new Set([
  'rel=author',
  'author',
  'Written by',
  'By',
  'dc.creator',
  'links in byline classes',
  'line before the text',
])

/** Readings that go before one of `OTHER_NODE`. */
const NAMED_BY_PAGE = new Set(['By', 'author links'])

/** Readings that tend to hold all writers: each further name speaks for them. */
const WHOLE = new Set(['links in byline classes', 'By', 'author links', 'author', 'rel=author'])

/**
 * The names set under the headline, one per entry, without "By". Persons go before organisations; an organisation is named where
 * nobody else is. Better no author than a wrong one: what no reading shows as a plausible name is absent.
 */
export const byline: FieldReader<Names> = page => {
  const all = withoutOthers(withoutTitle(readAll(page, [...DECLARED, ...SEEN]), page), othersNamed(page))
  const best = choose(page, all)
  return best && withVotes(best, all, sameNames)
}

/** What the page itself is called, in its headline or its address, is its subject: a label or a person, but no writer. */
function withoutTitle(all: readonly Found[], page: Page): Found[] {
  const slug =
    URL.parse(page.url)
      ?.pathname.split('/')
      .findLast(part => part !== '') ?? ''
  const titles = [letters(slug), headingLetters(page)]
  return all
    .map(each => ({ ...each, value: each.value.filter(name => !titles.includes(letters(name))) }))
    .filter(each => each.value.length > 0)
}

/** Lists without those whom the page credits with another part; where nobody is left, the list stands. */
function withoutOthers(all: readonly Found[], others: Names): Found[] {
  return all.map(each => {
    const value = each.value.filter(name => !has(others, name))
    return value.length > 0 ? { ...each, value } : each
  })
}

function choose(page: Page, all: readonly Found[]): Found | undefined {
  const persons = personsIn(all, page)
  const declaredWays = new Set(DECLARED.map(([, where]) => where))
  const isDeclared = (each: Found): boolean =>
    (declaredWays.has(each.where) && each.where !== 'author') || (each.where === 'author' && each.from === 'json-ld')
  const declaredFirst = persons.find(isDeclared)
  const first =
    (declaredFirst?.where === OTHER_NODE && persons.find(each => NAMED_BY_PAGE.has(each.where))) || declaredFirst
  if (first) return completed(withListedOrganisations(first, all), persons)
  const marked = persons.filter(each => !isUnmarked(each))
  const besideDate = persons.find(each => each.where === BESIDE_DATE && isConfirmed(each, marked))
  const likely = mostSupported(besideDate ? [...marked, besideDate] : marked)
  // A name beside the date or in a biography only points to the reading that has it, and perhaps others with it.
  const pointed =
    likely && POINTING.has(likely.where)
      ? marked.find(each => each !== likely && isConfirmed(each, [likely]))
      : undefined
  const supported = pointed ?? likely
  const organisation = all.find(each => isDeclared(each) && !each.value.every(isHandle)) ?? all.find(isDeclared)
  if (supported && (!organisation || isWellSupported(supported, persons))) return supported
  return organisation ?? supported ?? all.find(each => !isUnmarked(each) && !NAMES_ONLY.has(each.where)) ?? lone(all)
}

const isUnmarked = ({ where }: Found): boolean => where === BESIDE_DATE || where === UNMARKED

/** Where nothing else is said of a writer, a name right under the headline is one. */
const lone = (all: readonly Found[]): Found | undefined => all.find(each => each.where === UNMARKED)

/** Places in which only a person's name is an answer. */
const NAMES_ONLY = new Set(['byline classes', 'biography'])

/** The persons of each list, the site's own accounts left out. */
function personsIn(all: readonly Found[], page: Page): Found[] {
  const accounts = authorsOf(page)
    .filter(node => !isNoAccount(node))
    .flatMap(namesOf)
  const isPerson = (name: string): boolean =>
    isPlausibleName(name.replace(/,.*$/, '')) && !isOrganisation(name, page.siteNames) && !accounts.includes(name)
  return all.map(each => ({ ...each, value: each.value.filter(isPerson) })).filter(each => each.value.length > 0)
}

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
      each.value.every(name => persons.some(other => LINKED.has(other.where) && has(other.value, name))),
  )
  return longer ? { ...first, value: longer.value } : first
}

/** Readings of names alone: a post beside a name is no link. */
const LINKED = new Set(['rel=author', 'links in byline classes', 'author links', 'author', 'Written by', 'dc.creator'])

function mostSupported(persons: readonly Found[]): Found | undefined {
  let best: Found | undefined
  let bestScore = -1
  for (const each of persons) {
    const others = persons.filter(other => other !== each)
    const support = each.value.map(name => others.filter(other => has(other.value, name)).length)
    const confirmed = support.filter(count => count > 0).length
    const bonus = WHOLE.has(each.where) ? 0.5 * Math.max(0, confirmed - 1) : 0
    const score = support.reduce((sum, count) => sum + count, 0) / each.value.length + bonus
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
  persons.some(other => other !== each && other.where !== UNMARKED && other.value.some(name => has(each.value, name)))

const has = (names: Names, name: string): boolean => names.some(each => nameKey(each) === nameKey(name))

const sameNames = (a: Names, b: Names): boolean => keyOf(a) === keyOf(b)
const keyOf = (names: Names): string => names.map(nameKey).toSorted().join('|')
